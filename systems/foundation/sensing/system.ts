/** 物联感知网络 at work: alarms told to those on duty, and the simulated city of the demonstration. */
import { commonErrors } from '../../../kernel/errors.ts';
import { defineSystem } from '../../../kernel/system.ts';
import { access } from '../../../engines/access/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { device as deviceRegister } from '../../../engines/telemetry/contract.ts';
import { telemetry } from '../../../engines/telemetry/service.ts';
import contract from './contract.ts';
import { seedSensing } from './seed.ts';
import { followCase } from './server/case/follow-case.ts';
import { openCaseOfAlarm } from './server/case/open-case.ts';
import * as types from './server/entity/describe-types.ts';
import { findTemporal, readTemporal } from './server/entity/read-temporal.ts';
import { findEntities, readEntity, showContext } from './server/entity/read-entities.ts';
import * as one from './server/entity/write-entities.ts';
import * as past from './server/entity/write-temporal.ts';
import { queryEntities, queryTemporal } from './server/entity/query-by-body.ts';
import { createMany, deleteMany, mergeMany, updateMany, upsertMany } from './server/entity/write-many.ts';
import { injectFault, placedFleet, reportLastMinute } from './server/simulate/run-simulation.ts';
import * as own from './server/subscription/keep-subscriptions.ts';
import { notifyOfEntity, notifyOfReadings } from './server/subscription/notify.ts';
import { pushSource } from './server/subscription/push-source.ts';
import { listThemes } from './server/twin/find-themes.ts';
import { showEntity } from './server/twin/show-entity.ts';
import { showLines } from './server/twin/show-lines.ts';
import { listRows, showCity, showView } from './server/twin/show-view.ts';
import { startWatch } from './server/subscription/watch-models.ts';
import { tellAlarm } from './server/tell-alarms.ts';

export default defineSystem({
  contract,
  handlers: {
    context: showContext,
    entities: findEntities,
    entity: readEntity,
    temporalEntities: findTemporal,
    temporalEntity: readTemporal,
    addTemporal: past.addTemporal,
    addInstances: past.addInstances,
    correctInstance: past.correctInstance,
    withdrawInstance: past.withdrawInstance,
    withdrawAttribute: past.withdrawAttribute,
    withdrawTemporal: past.withdrawTemporal,
    types: types.listTypes,
    type: types.readType,
    attributes: types.listAttributes,
    attribute: types.readAttribute,
    createEntity: one.createEntity,
    replaceEntity: one.replaceEntity,
    mergeEntity: one.mergeEntity,
    deleteEntity: one.deleteEntity,
    appendAttributes: one.appendAttributes,
    updateAttributes: one.updateAttributes,
    replaceAttribute: one.replaceAttribute,
    updateAttribute: one.updateAttribute,
    deleteAttribute: one.deleteAttribute,
    createMany,
    upsertMany,
    updateMany,
    mergeMany,
    deleteMany,
    queryEntities,
    queryTemporal,
    subscribe: own.subscribe,
    subscriptions: own.listSubscriptions,
    subscription: own.readSubscription,
    changeSubscription: own.changeSubscription,
    unsubscribe: own.unsubscribe,
    twinThemes: listThemes,
    twinCity: showCity,
    twinView: showView,
    twinRows: listRows,
    twinEntity: showEntity,
    twinLines: showLines,
    async simulate({ device, fault, minutes }, context) {
      const fleet = context.use(access).demo ? await placedFleet(context) : [];
      if (!fleet.some((each) => each.id === device)) throw commonErrors.missing();
      // Out of reach is as good as absent.
      await context.use(registers).of(deviceRegister).get(context.principal, device);
      const until = injectFault(device, fault, context.now.getTime(), minutes);
      return { until: new Date(until).toISOString() };
    },
  },
  subscriptions: {
    'entity-news': { on: 'sensing.entity', run: notifyOfEntity },
    'reading-news': { on: 'telemetry.observed', run: notifyOfReadings },
    alarms: { on: 'telemetry.alarm', run: tellAlarm },
    cases: { on: 'telemetry.alarm', run: openCaseOfAlarm },
    'case-ends': { on: 'case.changed', run: followCase },
  },
  jobs: {
    simulation: { cron: '* * * * *', run: (_, services) => reportLastMinute(services) },
  },
  async load(services) {
    services.use(telemetry).push.bind(pushSource(services));
    await startWatch(services);
  },
  seed: seedSensing,
});

/** 物联感知网络 at work: alarms told to those on duty, and the simulated city of the demonstration. */
import { commonErrors } from '../../../kernel/errors.ts';
import { defineSystem } from '../../../kernel/system.ts';
import { access } from '../../../engines/access/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { device as deviceRegister } from '../../../engines/telemetry/contract.ts';
import contract from './contract.ts';
import { seedSensing } from './seed.ts';
import { followCase } from './server/case/follow-case.ts';
import { openCaseOfAlarm } from './server/case/open-case.ts';
import { findEntities, readEntity } from './server/read-entities.ts';
import { injectFault, placedFleet, reportLastMinute } from './server/simulate/run-simulation.ts';
import { tellAlarm } from './server/tell-alarms.ts';

export default defineSystem({
  contract,
  handlers: {
    entities: findEntities,
    entity: readEntity,
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
    alarms: { on: 'telemetry.alarm', run: tellAlarm },
    cases: { on: 'telemetry.alarm', run: openCaseOfAlarm },
    'case-ends': { on: 'case.changed', run: followCase },
  },
  jobs: {
    simulation: { cron: '* * * * *', run: (_, services) => reportLastMinute(services) },
  },
  seed: seedSensing,
});

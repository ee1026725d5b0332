/** Handlers around one device. */
import type { Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Handlers } from '../../../../kernel/system.ts';
import type { AccessService, AuditEntry } from '../../../access/index.ts';
import type { Work } from '../../../store/index.ts';
import { telemetryErrors } from '../../errors.ts';
import { device as deviceRegister, stages } from '../../registers/device.ts';
import { checkSecret } from '../device/secret-shape.ts';
import { thingModel } from '../../registers/thing-model.ts';
import type { deviceRoutes } from '../../routes/device-routes.ts';
import { brokenByChange, ThingModel } from '../../thing-model.ts';
import type { TelemetryEngine } from '../create-telemetry.ts';
import type { KnownDevice } from '../device/known-device.ts';
import { readPresence } from '../device/presence.ts';
import { listEvents } from '../event/take-event.ts';
import { readShadow, setDesired } from '../device/shadow.ts';
import { clearAlarmsOf } from '../rule/write-alarms.ts';
import { readLast, readRaw, readRolled } from '../storage/read-series.ts';
import { chooseGrain, mostPoints } from './choose-grain.ts';
import { reachDevice } from './reach-device.ts';
import { requireEverywhere } from './require-everywhere.ts';
import { savedEntry } from './saved-entry.ts';

const day = 86_400_000;

async function lastValues(engine: TelemetryEngine, device: KnownDevice, now: Date) {
  const names = new Map([...device.properties.values()].map(({ series, spec }) => [series, spec.name]));
  const since = new Date(now.getTime() - engine.store.settings.value('telemetry.last-value-days') * day);
  const found = await readLast(engine.store.db, [...names.keys()], since);
  return found.map(({ series, ...value }) => ({ ...value, property: names.get(series) ?? '' }));
}

async function describe(engine: TelemetryEngine, device: KnownDevice, now: Date) {
  const [presence, last, shadow] = await Promise.all([
    readPresence(engine.store.db, device.id),
    lastValues(engine, device, now),
    readShadow(engine.store.db, device.id),
  ]);
  const { id, code, name, model, stage, definition } = device;
  return {
    id,
    code,
    name,
    model,
    stage,
    protocol: device.protocol ?? null,
    last,
    expectSeconds: device.expectSeconds ?? null,
    online: presence?.online ?? false,
    heardAt: presence?.heardAt ?? null,
    properties: definition.properties,
    services: definition.services,
    events: definition.events,
    shadow,
  };
}

interface SeriesQuery {
  readonly property: string;
  readonly from: string;
  readonly to: string;
  readonly grain?: 'raw' | 'minute' | 'hour' | 'day' | undefined;
}

async function readCurve(engine: TelemetryEngine, device: KnownDevice, query: SeriesQuery) {
  const known = device.properties.get(query.property);
  if (known === undefined) throw telemetryErrors.unknownProperty({ name: query.property });
  if (known.spec.type === 'text') throw telemetryErrors.notNumeric({ name: known.spec.title });
  const [from, to] = [new Date(query.from), new Date(query.to)];
  if (from >= to) throw commonErrors.invalid({}, [{ path: 'to', message: '结束时间应晚于开始时间' }]);
  const grain = query.grain ?? chooseGrain(to.getTime() - from.getTime());
  const { db } = engine.store;
  if (grain === 'raw') {
    const rows = await readRaw(db, known.series, from, to, mostPoints + 1);
    const points = rows.slice(0, mostPoints).map(({ at, value, counts }) => ({
      at,
      value,
      lowest: value,
      highest: value,
      readings: 1,
      valid: Number(counts),
    }));
    return { grain, more: rows.length > mostPoints, points };
  }
  const rows = await readRolled(db, { grain, series: known.series, from, to, limit: mostPoints + 1 });
  const points = rows
    .slice(0, mostPoints)
    .map(({ bucket: at, mean: value, lowest, highest, readings, valid }) => ({
      at,
      value,
      lowest,
      highest,
      readings,
      valid,
    }));
  return { grain, more: rows.length > mostPoints, points };
}

async function saveModel(
  engine: TelemetryEngine,
  input: {
    readonly id?: string | undefined;
    readonly version?: number | undefined;
    readonly code: string;
    readonly name: string;
    readonly category?: string | undefined;
    readonly note?: string | undefined;
    readonly definition?: unknown;
  },
  access: AccessService,
  principal: Principal,
) {
  const definition = ThingModel.parse(input.definition);
  const { code, name, category = null, note = null } = input;
  const { trusted } = engine.registers.of(thingModel);
  async function save(work: Work) {
    if (input.id === undefined)
      return trusted.insert(work, principal.id, { code, name, category, note, definition });
    const before = await trusted.lock(work, input.id);
    if (before === undefined) throw commonErrors.missing();
    if (before.version !== input.version) throw commonErrors.stale();
    const broken = brokenByChange(ThingModel.parse(before.definition), definition);
    if (broken.length > 0) throw telemetryErrors.modelBroken({ problems: broken.join('；') });
    return trusted.update(work, principal.id, before, { name, category, note, definition });
  }
  const saved = await engine.store.transaction(async (work) => {
    const row = await save(work);
    access.audit(work, principal, savedEntry('thing-model', input.id, row));
    return row;
  });
  engine.devices.changed([]);
  return { id: saved.id, version: saved.version };
}

function entryOf(
  event: 'update' | 'grant',
  id: string,
  detail: Readonly<Record<string, string>>,
): AuditEntry {
  return { module: 'telemetry', event, objectType: 'device', objectId: id, result: 'success', detail };
}

export function deviceHandlers(
  engine: TelemetryEngine,
  access: AccessService,
): Handlers<typeof deviceRoutes> {
  const { store } = engine;
  return {
    async device({ id }, { principal, now }) {
      return describe(engine, await reachDevice(engine, access, principal, 'read-devices', id), now);
    },
    async series({ id, ...query }, { principal }) {
      return readCurve(engine, await reachDevice(engine, access, principal, 'read-devices', id), query);
    },
    async live({ id }, { principal }) {
      const device = await reachDevice(engine, access, principal, 'read-devices', id);
      return {
        contentType: 'text/event-stream; charset=utf-8',
        body: engine.live.open(device.id),
        headers: {
          // Proxies must pass each line on at once.
          'cache-control': 'no-cache, no-transform',
          'x-accel-buffering': 'no',
          // Kept alive after its end, the socket would hold up a server that drains.
          connection: 'close',
        },
      };
    },
    async changeStage({ id, stage, reason }, { principal }) {
      await reachDevice(engine, access, principal, 'operate-devices', id);
      const { trusted } = engine.registers.of(deviceRegister);
      await store.transaction(async (work) => {
        const row = await trusted.lock(work, id);
        if (row === undefined) throw commonErrors.missing();
        const from = (row.stage ?? 'registered') as keyof typeof stages;
        if (!(stages[from].next as readonly string[]).includes(stage))
          throw telemetryErrors.stageUnreachable({ from: stages[from].title, to: stages[stage].title });
        await trusted.update(work, principal.id, row, { stage });
        if (stage === 'retired') await engine.credentials.revoke(work, id);
        // Nothing more comes in that could clear what it raised.
        if (stage !== 'active') {
          await engine.rules.forget(work, id);
          await clearAlarmsOf(engine.registers, work, id);
        }
        access.audit(work, principal, entryOf('update', id, { stage, reason }));
      });
      engine.devices.changed([id]);
      engine.devices.dismiss(id);
      return { stage };
    },
    async issueKey({ id, password }, { principal }) {
      const device = await reachDevice(engine, access, principal, 'operate-devices', id);
      checkSecret(device.protocol, password);
      const key = await store.transaction(async (work) => {
        access.audit(
          work,
          principal,
          entryOf('grant', id, { credential: password === undefined ? 'key' : 'password' }),
        );
        return engine.credentials.issue(work, id, principal.id, password);
      });
      engine.devices.dismiss(id);
      return { code: device.code, key };
    },
    async setDesired({ id, values }, { principal }) {
      const device = await reachDevice(engine, access, principal, 'operate-devices', id);
      return store.transaction(async (work) => {
        access.audit(work, principal, entryOf('update', id, { desired: Object.keys(values).join() }));
        return {
          version: await setDesired(work, device, values),
          command: await engine.commands.setProperties(work, device, values, principal.id),
        };
      });
    },
    async sendCommand({ id, name, input }, { principal }) {
      const device = await reachDevice(engine, access, principal, 'operate-devices', id);
      const command = await store.transaction(async (work) => {
        access.audit(work, principal, entryOf('update', id, { command: name }));
        return engine.commands.call(work, device, name, input, principal.id);
      });
      return { command };
    },
    async commands({ id, size }, { principal }) {
      await reachDevice(engine, access, principal, 'read-devices', id);
      const found = await engine.commands.list(id, size);
      const names = await access.namesOf([...new Set(found.map((each) => each.by))]);
      return { commands: found.map((each) => ({ ...each, by: names.get(each.by) ?? each.by })) };
    },
    async events({ id, size }, { principal }) {
      await reachDevice(engine, access, principal, 'read-devices', id);
      return { events: [...(await listEvents(store.db, id, size))] };
    },
    saveModel(input, { principal }) {
      requireEverywhere(access, principal, 'keep-models');
      return saveModel(engine, input, access, principal);
    },
  };
}

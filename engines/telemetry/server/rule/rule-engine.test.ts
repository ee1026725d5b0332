/** What people see of rules at work: one alarm for one trouble, which survives a restart, keeps silent in repairs, and closes when it is over. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { newId } from '../../../../kernel/ids.ts';
import { alarm } from '../../registers/alarm.ts';
import { device as deviceRegister } from '../../registers/device.ts';
import { rule as ruleRegister, silence } from '../../registers/rule.ts';
import { thingModel } from '../../registers/thing-model.ts';
import { RuleDefinition } from '../../rule.ts';
import { createTelemetry } from '../create-telemetry.ts';
import { openSensing, type OpenSensing } from '../test-support/open-sensing.ts';
import { clearAlarmsOf } from './write-alarms.ts';
import { replayRule } from './replay-rule.ts';

let sensing: OpenSensing;
let model: string;
beforeAll(async () => {
  sensing = await openSensing(8);
  model = (await sensing.engine.devices.find(sensing.devices[0] ?? ''))?.modelId ?? '';
});
afterAll(() => sensing.close());

async function addRule(definition: object, name = '水位高'): Promise<RuleDefinition> {
  const whole = RuleDefinition.parse({ model, ...definition });
  await sensing.store.transaction((work) =>
    sensing.engine.registers.of(ruleRegister).trusted.insert(work, 'test', {
      name,
      level: '2',
      enabled: true,
      model,
      definition: whole,
    }),
  );
  await sensing.engine.rules.load();
  return whole;
}

async function alarmsOf(index: number) {
  const rows = await sensing.engine.registers.of(alarm).trusted.findMany(sensing.store.db, {
    filter: { field: 'device', is: 'equal', value: sensing.devices[index] ?? '' },
    sort: 'raisedAt',
    limit: 100,
  });
  return rows.map(({ status, times, value }) => ({ status, times, value }));
}

const high = {
  condition: { leaves: [{ kind: 'threshold', property: 'level', is: 'above', value: 5, clear: 4 }] },
};

test('one trouble is one alarm: it raises, clears, counts again, and events tell of each', async () => {
  await addRule({ ...high, group: undefined });
  const { engine, reading } = sensing;
  await engine.ingest([reading(0, 60, 3), reading(0, 50, 6), reading(0, 40, 7)]);
  expect(await alarmsOf(0)).toEqual([{ status: 'raised', times: 1, value: 6 }]);
  await engine.ingest([reading(0, 30, 1)]);
  expect(await alarmsOf(0)).toEqual([{ status: 'cleared', times: 1, value: 6 }]);
  await engine.ingest([reading(0, 20, 8)]);
  expect(await alarmsOf(0)).toEqual([{ status: 'raised', times: 2, value: 8 }]);
});

test('duplicates, late readings and readings that do not count raise nothing', async () => {
  const { engine, reading } = sensing;
  const calm = reading(1, 10, 1);
  await engine.ingest([calm]);
  await engine.ingest([{ ...calm, value: 9 }, reading(1, 20, 9), reading(1, 5, 9, { quality: 'fault' })]);
  expect(await alarmsOf(1)).toEqual([]);
});

test('raised and over within one batch is one alarm that has cleared', async () => {
  const { engine, reading } = sensing;
  await engine.ingest([reading(2, 30, 9), reading(2, 10, 1), reading(2, 20, 9)]);
  expect(await alarmsOf(2)).toEqual([{ status: 'cleared', times: 1, value: 9 }]);
});

test('a restart goes on where it was: what was raised is not raised again', async () => {
  const { engine, reading, store } = sensing;
  await engine.ingest([reading(3, 30, 9)]);
  const next = createTelemetry({
    store,
    registers: engine.registers,
    report: (problem) => console.error(problem),
  });
  await next.rules.load();
  await next.ingest([reading(3, 20, 9)]);
  expect(await alarmsOf(3)).toEqual([{ status: 'raised', times: 1, value: 9 }]);
  await next.ingest([reading(3, 10, 0)]);
  expect(await alarmsOf(3)).toEqual([{ status: 'cleared', times: 1, value: 9 }]);
  await next.close();
});

test('a batch that fails leaves the rule as it was', async () => {
  const { engine, reading } = sensing;
  const { trusted } = engine.registers.of(alarm);
  const real = trusted.insertMany;
  Object.assign(trusted, { insertMany: () => Promise.reject(new Error('no')) });
  const wet = reading(4, 40, 9);
  await expect(engine.ingest([wet])).rejects.toThrow();
  Object.assign(trusted, { insertMany: real });
  expect(await engine.ingest([wet])).toEqual([{ kind: 'stored' }]);
  expect(await alarmsOf(4)).toEqual([{ status: 'raised', times: 1, value: 9 }]);
});

test('a device that is changed again and again while its reading is taken in alarms, and counts as heard', async () => {
  const { engine, reading, store, devices } = sensing;
  const id = devices[6] ?? '';
  let taking = true;
  const changing = async () => {
    while (taking) {
      engine.devices.changed([id]);
      await nextTurn();
    }
  };
  const changes = changing();
  expect(await engine.ingest([reading(6, 30, 9)])).toEqual([{ kind: 'stored' }]);
  await engine.settle();
  taking = false;
  await changes;
  expect(await alarmsOf(6)).toEqual([{ status: 'raised', times: 1, value: 9 }]);
  const presence = await sql`select online from telemetry_presence where device = ${id}`.execute(store.db);
  expect(presence.rows).toEqual([{ online: true }]);
});

async function waitingForLocks(): Promise<number> {
  const found = await sql<{ count: number }>`select count(*)::integer as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(sensing.store.db);
  return found.rows[0]?.count ?? 0;
}

test('readings that come while somebody writes the alarm wait for him, and are stored', async () => {
  const { engine, reading, store, devices } = sensing;
  const { trusted } = engine.registers.of(alarm);
  const [open] = await trusted.findMany(store.db, {
    filter: { field: 'device', is: 'equal', value: devices[4] ?? '' },
    limit: 1,
  });
  const coming = await store.transaction(async (work) => {
    const row = await trusted.lock(work, open?.id ?? '');
    if (row === undefined) throw new Error('no alarm');
    const outcomes = engine.ingest([reading(4, 30, 0)]);
    await expect.poll(waitingForLocks, { timeout: 30_000 }).toBe(1);
    await trusted.update(work, 'person', row, { status: 'acknowledged', acknowledgedBy: 'person' });
    // Handed out unawaited: it ends only when this transaction has.
    return { outcomes };
  });
  expect(await coming.outcomes).toEqual([{ kind: 'stored' }]);
  expect(await alarmsOf(4)).toEqual([{ status: 'cleared', times: 1, value: 9 }]);
});

test('in a silence nothing is raised; what is still so afterwards is', async () => {
  const { engine, reading, store, clock, devices } = sensing;
  await store.transaction((work) =>
    engine.registers.of(silence).trusted.insert(work, 'test', {
      reason: '检修',
      area: '341200000000',
      device: devices[5] ?? null,
      from: new Date(clock.now().getTime() - 60_000).toISOString(),
      to: new Date(clock.now().getTime() + 60_000).toISOString(),
    }),
  );
  await engine.rules.load();
  await engine.ingest([reading(5, 5, 9)]);
  expect(await alarmsOf(5)).toEqual([]);
  clock.advance(120_000);
  await engine.ingest([reading(5, 5, 9)]);
  expect(await alarmsOf(5)).toEqual([{ status: 'raised', times: 1, value: 9 }]);
});

test('a silence holds for its area and department, and not for others', async () => {
  const { engine, reading, store, clock, devices } = sensing;
  const now = clock.now().getTime();
  const { trusted } = engine.registers.of(silence);
  const quiet = async (area: string, department: string | null) => {
    await store.transaction((work) =>
      trusted.insert(work, 'test', {
        reason: '检修',
        device: devices[7] ?? null,
        area,
        department,
        from: new Date(now - 60_000).toISOString(),
        to: new Date(now + 60_000).toISOString(),
      }),
    );
    await engine.rules.load();
  };
  const times = async () => (await alarmsOf(7)).map((each) => each.times);
  await quiet('341203000000', null);
  await quiet('341200000000', 'city-park');
  await engine.ingest([reading(7, 4, 9)]);
  expect(await times()).toEqual([1]);
  await engine.ingest([reading(7, 3, 0)]);
  await quiet('341200000000', 'city-light');
  await engine.ingest([reading(7, 2, 9)]);
  expect(await times()).toEqual([1]);
  await engine.ingest([reading(7, 1, 0)]);
  clock.advance(120_000);
});

test('a silent device alarms by the clock', async () => {
  const { engine, reading, clock } = sensing;
  await addRule(
    {
      device: sensing.devices[1],
      condition: { leaves: [{ kind: 'absence', property: 'methane', seconds: 300 }] },
    },
    '断线',
  );
  await engine.ingest([reading(1, 0, 1, { property: 'methane' })]);
  clock.advance(301_000);
  await engine.rules.tick();
  expect(await alarmsOf(1)).toEqual([{ status: 'raised', times: 1, value: null }]);
  await engine.ingest([reading(1, 0, 1, { property: 'methane' })]);
  expect(await alarmsOf(1)).toEqual([{ status: 'cleared', times: 1, value: null }]);
});

test('while the alarm of one device is being written, readings of another are judged, stored and written', async () => {
  const { engine, store, clock } = sensing;
  // By the last digits of their ids devices go by different lanes.
  const slow = await addDevice(`${newId().slice(0, -2)}00`);
  const quick = await addDevice(`${newId().slice(0, -2)}01`);
  const at = clock.now().getTime();
  const high9 = (device: string, ago: number) => ({
    device,
    property: 'level',
    at: at - ago,
    receivedAt: at,
    value: 9,
    quality: 'good' as const,
  });
  await engine.ingest([high9(slow, 3000)]);
  const { trusted } = engine.registers.of(alarm);
  const [open] = await trusted.findMany(store.db, {
    filter: { field: 'device', is: 'equal', value: slow },
    limit: 1,
  });
  const coming = await store.transaction(async (work) => {
    await trusted.lock(work, open?.id ?? '');
    const waiting = engine.ingest([{ ...high9(slow, 2000), value: 0 }]);
    await expect.poll(waitingForLocks, { timeout: 30_000 }).toBe(1);
    expect(await engine.ingest([high9(quick, 2000)])).toEqual([{ kind: 'stored' }]);
    return { waiting };
  });
  expect(await coming.waiting).toEqual([{ kind: 'stored' }]);
});

async function addDevice(id: string): Promise<string> {
  const { engine, store, devices } = sensing;
  const { trusted } = engine.registers.of(deviceRegister);
  const like = await trusted.find(store.db, devices[0] ?? '');
  if (like === undefined) throw new Error('no device');
  const { model: of, department, area } = like;
  await store.transaction((work) =>
    trusted.insert(work, 'test', {
      id,
      code: `more-${id.slice(-8)}`,
      name: '另一台',
      model: of,
      department,
      area,
      stage: 'active',
    }),
  );
  return id;
}

test('what is kept of a device out of use is forgotten, its alarm is over, and rises anew when it comes back', async () => {
  const { engine, store, clock } = sensing;
  const id = await addDevice(newId());
  const send = async (value: number) => {
    clock.advance(1000);
    const at = clock.now().getTime();
    await engine.ingest([{ device: id, property: 'level', at, receivedAt: at, value, quality: 'good' }]);
  };
  const own = async () =>
    (
      await engine.registers.of(alarm).trusted.findMany(store.db, {
        filter: { field: 'device', is: 'equal', value: id },
        limit: 10,
      })
    ).map(({ status, times }) => [status, times]);
  await send(9);
  expect(await own()).toEqual([['raised', 1]]);
  await store.transaction(async (work) => {
    await engine.rules.forget(work, id);
    await clearAlarmsOf(engine.registers, work, id);
  });
  expect(await own()).toEqual([['cleared', 1]]);
  await engine.settle();
  await send(9);
  expect(await own()).toEqual([['raised', 2]]);
});

test('a trial learns from what was before its time, and says what it left out', async () => {
  const { engine, store, clock } = sensing;
  const id = await addDevice(newId());
  const hour = 3_600_000;
  const now = clock.now().getTime();
  const readings = Array.from({ length: 28 * 24 }, (_, index) => ({
    device: id,
    property: 'methane',
    at: now - (28 * 24 - index) * hour,
    receivedAt: now,
    value: 10 + (index % 2),
    quality: 'good' as const,
  }));
  await engine.ingest([
    ...readings,
    { ...readings[0], at: now - 1000, value: 60 } as (typeof readings)[number],
  ]);
  const about = [await engine.devices.find(id)].flatMap((each) => each ?? []);
  const rule = RuleDefinition.parse({
    model,
    device: id,
    condition: { leaves: [{ kind: 'baseline', property: 'methane', deviations: 4, least: 5, floor: 1 }] },
  });
  // By hour of the week four readings in four weeks are too few; five have been when the fifth comes.
  const from = new Date(now - 24 * hour);
  const replay = await replayRule(
    store.db,
    {
      ...rule,
      condition: { ...rule.condition, leaves: rule.condition.leaves.map((leaf) => ({ ...leaf, least: 3 })) },
    } as RuleDefinition,
    about,
    about,
    from,
    new Date(now),
  );
  expect(replay).toMatchObject({ found: 1, readings: 25 });
  expect(Date.parse(replay.learnedFrom ?? '')).toBeLessThan(now - 27 * 24 * hour);
});

test('a trial on history raises what would have been raised live', async () => {
  const { engine, clock, devices, store } = sensing;
  const known = await Promise.all(devices.map((id) => engine.devices.find(id)));
  const about = known.flatMap((device) => device ?? []);
  const rule = RuleDefinition.parse({ model, ...high });
  const from = new Date(clock.now().getTime() - 86_400_000);
  const replay = await replayRule(store.db, rule, about, about, from, new Date(clock.now().getTime() + 1));
  expect(replay.more).toBe(false);
  const count = (index: number) => replay.alarms.filter((each) => each.device === devices[index]).length;
  // The live counts of the tests above: twice, never, once, once, once.
  expect([count(0), count(2), count(3), count(4)]).toEqual([2, 1, 1, 1]);
});

test('a rule whose condition changed forgets what the old one gathered, and clears its open alarm', async () => {
  const { engine, reading, store, devices } = sensing;
  const own = {
    device: devices[4],
    condition: { leaves: [{ kind: 'threshold', property: 'methane', is: 'above', value: 5 }] },
  };
  await addRule(own, '甲烷高');
  const { trusted } = engine.registers.of(ruleRegister);
  const [row] = await trusted.findMany(store.db, {
    filter: { field: 'name', is: 'equal', value: '甲烷高' },
    limit: 1,
  });
  if (row === undefined) throw new Error('the rule is not there');
  await engine.ingest([reading(4, 30, 9, { property: 'methane' })]);
  const definition = RuleDefinition.parse({
    model,
    ...own,
    condition: { leaves: [{ kind: 'threshold', property: 'methane', is: 'above', value: 50 }] },
    hold: 3600,
  });
  await store.transaction((work) => trusted.update(work, 'test', row, { definition }));
  await engine.rules.load();
  const methane = async () => (await alarmsOf(4)).filter((each) => each.value === 9 && each.times === 1);
  await engine.ingest([reading(4, 20, 9, { property: 'methane' })]);
  expect((await methane()).map((each) => each.status)).toContain('cleared');
});

test('a rule of a model that does not have the property is not kept', async () => {
  const rule = RuleDefinition.parse({
    model,
    condition: { leaves: [{ kind: 'absence', property: 'nonsense', seconds: 5 }] },
  });
  expect(await sensing.engine.unknownProperties(rule)).toEqual(['nonsense']);
  expect(await sensing.engine.unknownProperties({ ...rule, model: newId() })).toEqual(['nonsense']);
});

test('a vehicle that enters an area alarms where it was, in words; on history the same', async () => {
  const { engine, store, clock } = sensing;
  const { registers } = engine;
  const number = { type: 'number', wire: [] } as const;
  const vehicle = await store.transaction(async (work) => {
    const moving = await registers.of(thingModel).trusted.insert(work, 'test', {
      code: 'truck',
      name: '渣土车',
      definition: {
        properties: [
          { name: 'longitude', title: '经度', ...number },
          { name: 'latitude', title: '纬度', ...number },
        ],
      },
    });
    return registers.of(deviceRegister).trusted.insert(work, 'test', {
      code: 'truck-1',
      name: '皖K12345',
      model: moving.id,
      stage: 'active',
      department: 'city-light',
      area: '341202000000',
    });
  });
  const ring = [
    [115.8, 32.8],
    [115.9, 32.8],
    [115.9, 32.9],
    [115.8, 32.9],
  ];
  const definition = await addRule(
    {
      model: vehicle.model,
      condition: {
        leaves: [
          {
            kind: 'place',
            longitude: 'longitude',
            latitude: 'latitude',
            is: 'enters',
            area: { title: '禁行区', shape: [[ring]] },
          },
        ],
      },
    },
    '渣土车闯禁',
  );
  expect(await engine.unknownProperties(definition)).toEqual([]);
  const now = clock.now().getTime();
  const at = (secondsAgo: number, lon: number, lat: number) =>
    [['longitude', lon] as const, ['latitude', lat] as const].map(([property, value]) => ({
      device: vehicle.id,
      property,
      value,
      at: now - secondsAgo * 1000,
      quality: 'good' as const,
      receivedAt: now,
    }));
  await engine.ingest(at(50, 115.7, 32.85));
  await engine.ingest([...at(40, 115.85, 32.85), ...at(30, 115.86, 32.86)]);
  const [row] = await registers.of(alarm).trusted.findMany(store.db, {
    filter: { field: 'device', is: 'equal', value: vehicle.id },
    limit: 10,
  });
  expect(row).toMatchObject({
    title: '皖K12345 渣土车闯禁',
    status: 'raised',
    reason: '进入“禁行区”',
    value: null,
    limit: null,
    position: { lon: 115.85, lat: 32.85 },
  });
  const known = await engine.devices.find(vehicle.id);
  const about = known === undefined ? [] : [known];
  const replayed = await replayRule(
    store.db,
    definition,
    about,
    about,
    new Date(now - 60_000),
    new Date(now),
  );
  expect(replayed.alarms).toMatchObject([
    { value: null, reason: '进入“禁行区”', raisedAt: new Date(now - 40_000).toISOString(), clearedAt: null },
  ]);
});

test('an alarm says in words what held and what was read', async () => {
  const { engine, reading } = sensing;
  await engine.ingest([reading(7, 3, 6)]);
  const [row] = await engine.registers.of(alarm).trusted.findMany(sensing.store.db, {
    filter: { field: 'device', is: 'equal', value: sensing.devices[7] ?? '' },
    limit: 1,
  });
  expect(row?.reason).toBe('水位 6.00 m，高于 5.00 m');
});

test('what another device read goes by its name, and a value within its limit is not said to be beyond it', async () => {
  const { engine, clock, devices } = sensing;
  const [own = '', other = ''] = [devices[2], devices[6]];
  const threshold = { kind: 'threshold', property: 'level', is: 'above' };
  await addRule(
    {
      device: own,
      condition: {
        of: 'all',
        leaves: [
          { ...threshold, value: 5, clear: 4.5 },
          { ...threshold, device: other, value: 1 },
        ],
      },
    },
    '联动',
  );
  const now = clock.now().getTime();
  const heard = (device: string, ago: number, value: number) => ({
    device,
    property: 'level',
    at: now - ago,
    receivedAt: now,
    value,
    quality: 'good' as const,
  });
  const reasons = async () => {
    const filter = { field: 'title', is: 'equal', value: '窨井 3 联动' } as const;
    const rows = await engine.registers.of(alarm).trusted.findMany(sensing.store.db, { filter, limit: 5 });
    return rows.map(({ reason }) => reason);
  };
  // One after the other: two devices may go by two lanes.
  await engine.ingest([heard(own, 3000, 5.2)]);
  await engine.ingest([heard(other, 2000, 1.2)]);
  expect(await reasons()).toEqual(['水位，高于 5.00 m；窨井 7 水位 1.20 m，高于 1.00 m']);
  await addRule({ hold: 1, condition: { leaves: [{ ...threshold, value: 8, clear: 7 }] } }, '曾经');
  await engine.ingest([heard(devices[3] ?? '', 2500, 8.5)]);
  await engine.ingest([heard(devices[3] ?? '', 1000, 7.5)]);
  const [once] = await engine.registers.of(alarm).trusted.findMany(sensing.store.db, {
    filter: { field: 'title', is: 'equal', value: '窨井 4 曾经' },
    limit: 1,
  });
  expect(once?.reason).toBe('水位 7.50 m，曾高于 8.00 m');
});

test('an event raises at once, holds for its time after the last one, and is found again on history', async () => {
  const { engine, store, clock, devices } = sensing;
  const id = devices[5] ?? '';
  const definition = await addRule(
    { condition: { leaves: [{ kind: 'event', event: 'flooded', seconds: 60 }] } },
    '浸水',
  );
  expect(await engine.unknownProperties(definition)).toEqual([]);
  const known = await engine.devices.find(id);
  if (known === undefined) throw new Error('no device');
  const start = clock.now().getTime();
  const event = { name: 'flooded', at: start, output: { depth: 0.4 } };
  expect(await engine.takeEvent(known, event)).toBe('stored');
  expect(await engine.takeEvent(known, event)).toBe('duplicate');
  const found = async () => {
    const rows = await engine.registers.of(alarm).trusted.findMany(store.db, {
      filter: { field: 'title', is: 'equal', value: '窨井 6 浸水' },
      limit: 10,
    });
    return rows.map(({ status, times, value, reason }) => ({ status, times, value, reason }));
  };
  expect(await found()).toEqual([{ status: 'raised', times: 1, value: null, reason: '发生“浸水”' }]);
  clock.advance(59_000);
  await engine.rules.tick();
  expect(await found()).toMatchObject([{ status: 'raised' }]);
  clock.advance(2000);
  await engine.rules.tick();
  expect(await found()).toMatchObject([{ status: 'cleared', times: 1 }]);
  const span = [new Date(start - 1000), new Date(start + 61_000)] as const;
  const replayed = await replayRule(store.db, definition, [known], [known], ...span);
  expect(replayed.alarms).toMatchObject([{ raisedAt: new Date(start).toISOString(), reason: '发生“浸水”' }]);
  expect(replayed.alarms[0]?.clearedAt).not.toBeNull();
});

test('events that come together are stored by one transaction, each once, while rules are judged by the clock', async () => {
  const { engine, store, clock, devices } = sensing;
  const known = await engine.devices.find(devices[4] ?? '');
  if (known === undefined) throw new Error('no device');
  const start = clock.now().getTime();
  const events = Array.from({ length: 60 }, (_, index) => ({
    name: 'flooded',
    at: start - 30_000 + (index >> 1) * 1000,
    output: { depth: 0.1 },
  }));
  const [outcomes] = await Promise.all([
    Promise.all(events.map((event) => engine.takeEvent(known, event))),
    engine.rules.tick(),
  ]);
  expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(30);
  expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(30);
  const kept = await sql<{ events: number; moments: number }>`select count(*)::int as events,
    count(distinct received_at)::int as moments from telemetry_event where device = ${known.id}`.execute(
    store.db,
  );
  expect(kept.rows).toEqual([{ events: 30, moments: 1 }]);
});

test('an event that the device makes up for when it is long over raises nothing', async () => {
  const { engine, store, clock, devices } = sensing;
  const known = await engine.devices.find(devices[3] ?? '');
  if (known === undefined) throw new Error('no device');
  const late = { name: 'flooded', at: clock.now().getTime() - 3_600_000, output: { depth: 0.4 } };
  expect(await engine.takeEvent(known, late)).toBe('stored');
  const found = await engine.registers.of(alarm).trusted.findMany(store.db, {
    filter: { field: 'title', is: 'equal', value: '窨井 4 浸水' },
    limit: 1,
  });
  expect(found).toEqual([]);
});

test('an event of a transaction that fails is neither stored nor judged', async () => {
  const { engine, store, clock, devices } = sensing;
  const known = await engine.devices.find(devices[7] ?? '');
  if (known === undefined) throw new Error('no device');
  const { trusted } = engine.registers.of(alarm);
  const real = trusted.insertMany;
  Object.assign(trusted, { insertMany: () => Promise.reject(new Error('no')) });
  const event = { name: 'flooded', at: clock.now().getTime(), output: { depth: 1 } };
  await expect(engine.takeEvent(known, event)).rejects.toThrow();
  Object.assign(trusted, { insertMany: real });
  expect(await engine.takeEvent(known, event)).toBe('stored');
  const [row] = await trusted.findMany(store.db, {
    filter: { field: 'title', is: 'equal', value: '窨井 8 浸水' },
    limit: 1,
  });
  expect(row?.status).toBe('raised');
});

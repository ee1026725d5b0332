/** Where moving devices are: whose they are, what changed since, and who is gone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { registers } from '../../../registers/service.ts';
import { device, rule, RuleDefinition, thingModel } from '../../contract.ts';
import type { PositionsReply } from '../../routes/position-routes.ts';
import { telemetry } from '../../service.ts';

const yingzhou = '341202000000';
const jieshou = '341282000000';
const number = { type: 'number', wire: [] } as const;
let city: TestCity;
let near: Caller;
let far: Caller;
let whole: Caller;
let ids: readonly string[] = [];

beforeAll(async () => {
  city = await openTestCity({ systems: [], demo: true });
  const post = (area: string, role = 'telemetry:viewer') => ({ role, department: 'city-sanitation', area });
  await city.access.admin.createDemoPeople([
    { account: 'near', name: '颍州', kind: 'official', posts: [post(yingzhou)] },
    { account: 'far', name: '界首', kind: 'official', posts: [post(jieshou)] },
    { account: 'whole', name: '全市', kind: 'official', posts: [post('341200000000', 'telemetry:operator')] },
  ]);
  [near, far, whole] = await Promise.all([city.as('near'), city.as('far'), city.as('whole')]);
  ids = await register();
}, 120_000);
afterAll(() => city.close());

/** Two vehicles of one county, one of another, and one thing that does not move. */
async function register(): Promise<readonly string[]> {
  const rows = city.services.use(registers);
  const made = await city.store.transaction(async (work) => {
    const moving = await rows.of(thingModel).trusted.insert(work, 'test', {
      code: 'vehicle',
      name: '车载终端',
      definition: {
        expectSeconds: 60,
        properties: [
          { name: 'lon', title: '经度', ...number, wire: [{ name: 'longitude' }] },
          { name: 'latitude', title: '纬度', ...number },
          { name: 'speed', title: '速度', ...number },
        ],
      },
    });
    const still = await rows.of(thingModel).trusted.insert(work, 'test', {
      code: 'well',
      name: '窨井',
      definition: { properties: [{ name: 'level', title: '水位', ...number }] },
    });
    await rows.of(rule).trusted.insert(work, 'test', {
      name: '超速',
      level: '3',
      source: '测试',
      model: moving.id,
      enabled: true,
      definition: RuleDefinition.parse({
        model: moving.id,
        condition: { leaves: [{ kind: 'threshold', property: 'speed', is: 'above', value: 80, clear: 70 }] },
      }),
    });
    const of = [
      ['car-1', moving.id, yingzhou],
      ['car-2', moving.id, yingzhou],
      ['car-3', moving.id, jieshou],
      ['well-1', still.id, yingzhou],
    ] as const;
    const devices = [];
    for (const [code, model, area] of of)
      devices.push(
        await rows.of(device).trusted.insert(work, 'test', {
          code,
          name: code,
          model,
          area,
          stage: 'active',
          department: 'city-gas',
        }),
      );
    return devices.map((row) => row.id);
  });
  await city.services.use(telemetry).reload();
  return made;
}

async function report(index: number, values: Readonly<Record<string, number>>, quality = 'good' as const) {
  const at = city.clock.now().getTime();
  const engine = city.services.use(telemetry);
  const outcomes = await engine.ingest(
    Object.entries(values).map(([property, value]) => ({
      device: ids[index] ?? '',
      property,
      at,
      value,
      quality,
      receivedAt: at,
    })),
  );
  expect(outcomes.every(({ kind }) => kind === 'stored')).toBe(true);
  await engine.settle();
}

async function ask(who: Caller, since?: string): Promise<PositionsReply> {
  const reply = await who.get(`/api/telemetry/positions${since === undefined ? '' : `?since=${since}`}`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<PositionsReply>();
}

const namesOf = ({ positions }: PositionsReply) => positions.map(([, name]) => name);

test('每人只看到自己范围内的移动设备，不动的设备和没登录的人没有', async () => {
  for (const index of [0, 1, 2]) await report(index, { lon: 115.8 + index / 10, latitude: 32.9 });
  await report(3, { level: 1 });
  expect(namesOf(await ask(whole))).toEqual(['car-1', 'car-2', 'car-3']);
  expect(namesOf(await ask(near))).toEqual(['car-1', 'car-2']);
  expect(namesOf(await ask(far))).toEqual(['car-3']);
  expect((await ask(far)).positions[0]?.slice(2)).toEqual([
    116,
    32.9,
    city.clock.now().getTime() / 1000,
    true,
  ]);
  expect((await city.visitor.get('/api/telemetry/positions')).statusCode).toBe(401);
});

test('带上次的游标只给变了的', async () => {
  city.clock.advance(30_000);
  const { cursor } = await ask(near);
  city.clock.advance(10_000);
  expect(namesOf(await ask(near, cursor))).toEqual([]);
  await report(1, { lon: 115.95, latitude: 32.91 });
  await report(2, { lon: 116.05, latitude: 32.91 });
  const changed = await ask(near, cursor);
  expect(changed.positions.map(([, name, lon, lat]) => [name, lon, lat])).toEqual([['car-2', 115.95, 32.91]]);
  expect(changed.more).toBe(false);
});

test('存疑的位置不算，用上一个可信的', async () => {
  city.clock.advance(10_000);
  await report(1, { lon: 0.1, latitude: 0.1 }, 'suspect' as 'good');
  const found = (await ask(near)).positions.find(([, name]) => name === 'car-2');
  expect(found?.slice(2, 4)).toEqual([115.95, 32.91]);
});

test('超速在告警里，别的区看不到', async () => {
  city.clock.advance(10_000);
  await report(0, { lon: 115.81, latitude: 32.9, speed: 95 });
  expect((await ask(near)).alarmed).toEqual([ids[0]]);
  expect((await ask(far)).alarmed).toEqual([]);
  city.clock.advance(10_000);
  await report(0, { lon: 115.82, latitude: 32.9, speed: 40 });
  expect((await ask(near)).alarmed).toEqual([]);
});

test('停报几个间隔算离线，变化里有它；停用的从图上去掉', async () => {
  city.clock.advance(20_000);
  const { cursor } = await ask(near);
  city.clock.advance(600_000);
  const job = await city.store.jobs.start('telemetry.presence', {}, 'test');
  await expect.poll(async () => (await city.store.jobs.status(job))?.state, { timeout: 50_000 }).toBe('done');
  expect((await ask(near, cursor)).positions.map(([, name, , , , online]) => [name, online])).toEqual([
    ['car-1', false],
    ['car-2', false],
  ]);
  city.clock.advance(20_000);
  const later = (await ask(near)).cursor;
  city.clock.advance(20_000);
  const path = `/api/telemetry/devices/${ids[0]}/stage`;
  expect((await whole.post(path, { stage: 'disabled', reason: '检修' })).statusCode).toBe(200);
  expect((await ask(near, later)).gone).toEqual([ids[0]]);
  expect((await ask(far, later)).gone).toEqual([]);
  expect(namesOf(await ask(near))).toEqual(['car-2']);
});

test('超过参数的数目不给，说还有；看不懂的游标被拒绝', async () => {
  const { settings } = city.store;
  await city.store.transaction((work) => settings.change(work, 'telemetry.positions-at-once', 1));
  const cut = await ask(whole);
  expect([cut.positions.length, cut.more]).toEqual([1, true]);
  expect((await whole.get('/api/telemetry/positions?since=yesterday')).statusCode).toBe(400);
});

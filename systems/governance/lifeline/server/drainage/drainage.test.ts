/** A manhole from expected rain to alarm and case, and what the forecast turned out to be worth. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registers } from '../../../../../engines/registers/service.ts';
import { device, thingModel } from '../../../../../engines/telemetry/contract.ts';
import { type Reading, telemetry } from '../../../../../engines/telemetry/service.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import { forecastLevel } from '../../drainage/forecast-level.ts';
import { incident } from '../../incident/incident.ts';
import { drainPoint } from '../../registers/drain-point.ts';
import { drainForecast } from '../../registers/rain.ts';
import system from '../../system.ts';
import { makePeople } from '../demo/make-water.ts';
import { issueDrainage } from './issue-drainage.ts';

let city: TestCity;
let analyst: Caller;
let sensor = '';
let point = '';
const minute = 60_000;
const step = 10 * minute;
const place = {
  area: '341202000000',
  department: 'city-drainage',
  position: { lon: 115.8012, lat: 32.8903 },
} as const;
const shape = {
  depth: 2.5,
  storage: 600,
  catchment: 8,
  runoff: 0.7,
  diameter: 0.6,
  slope: 0.002,
  roughness: 0.013,
};
/** The catchment as it is: slower and smoother than the register says. */
const truth = { ...shape, runoff: 0.5, lag: 30 };

beforeAll(async () => {
  city = await openTestCity({ systems: [system] });
  await makePeople(city.services);
  const rows = city.services.use(registers);
  await city.store.transaction(async (work) => {
    const [model] = await rows.of(thingModel).trusted.findMany(work.db, {
      filter: { field: 'code', is: 'equal', value: 'drain-level-monitor' },
      limit: 1,
    });
    const made = await rows.of(device).trusted.insert(work, 'test', {
      code: 'drain-1',
      name: '试验液位仪',
      model: model?.id ?? '',
      place: '试验井',
      protocol: 'mqtt',
      stage: 'active',
      ...place,
    });
    sensor = made.id;
    const kept = await rows
      .of(drainPoint)
      .trusted.insert(work, 'test', { name: '试验井', ...shape, device: sensor, ...place });
    point = kept.id;
  });
  await city.services.use(telemetry).reload();
  analyst = await city.as('lifeline-analyst');
}, 120_000);
afterAll(() => city?.close());

async function send(
  moments: readonly number[],
  level: (index: number) => number,
  rain: (index: number) => number,
) {
  const receivedAt = city.clock.now().getTime();
  await city.services.use(telemetry).ingest(
    moments.flatMap((at, index): Reading[] => [
      { device: sensor, property: 'level', at, value: level(index), quality: 'good', receivedAt },
      { device: sensor, property: 'rain', at, value: rain(index), quality: 'good', receivedAt },
    ]),
  );
  await city.services.use(telemetry).settle();
}

interface Shown {
  readonly grade: string | null;
  readonly issued: number;
  readonly newest: {
    readonly fullness: number;
    readonly overflowMinutes: number | null;
    readonly rainFrom: string;
    readonly fit: { readonly from: string; readonly runoff: number; readonly lag: number };
  } | null;
  readonly errors: readonly {
    readonly count: number;
    readonly mae: number | null;
    readonly skill: number | null;
  }[];
  readonly storms: readonly { readonly years: number; readonly overflows: boolean; readonly peak: number }[];
  readonly formula: string | null;
}

async function shown(): Promise<Shown> {
  const reply = await analyst.get(`/api/lifeline/drainage/points/${point}`);
  expect(reply.statusCode).toBe(200);
  return reply.json<Shown>();
}

const storm = [5, 15, 25, 30, 25, 15, 5];
let begins = 0;

test('两天的降雨历史；没有雨也没有预报时不发布', async () => {
  begins = Math.floor(city.clock.now().getTime() / step) * step - 288 * step;
  const rain = Array.from({ length: 288 }, (_, at) => storm[at % 60] ?? 0);
  const { levels } = forecastLevel(truth, 0, rain, 10);
  await send(
    rain.map((_, at) => begins + at * step + 5 * minute),
    (at) => Math.round((levels[at] ?? 0) * 100) / 100,
    (at) => rain[at] ?? 0,
  );
  expect(await issueDrainage(city.services)).toBe(0);
  expect(await shown()).toMatchObject({ newest: null, issued: 0, grade: null });
});

test('分析员录入大雨：发布溢出预报，汇水参数由历史拟合，一级报警立案；同一时刻不重复', async () => {
  const at = Math.floor(city.clock.now().getTime() / step) * step;
  const wrong = await analyst.post('/api/registers/rows/lifeline.rain-forecast', {
    values: { area: place.area, from: new Date(at).toISOString(), minutes: 120, depth: -3, source: '试验' },
  });
  expect(wrong.statusCode).toBe(400);
  const made = await analyst.post('/api/registers/rows/lifeline.rain-forecast', {
    values: {
      area: place.area,
      from: new Date(at).toISOString(),
      minutes: 120,
      depth: 140,
      source: '试验预报',
    },
  });
  expect(made.statusCode).toBeLessThan(300);
  expect(await issueDrainage(city.services)).toBe(1);
  expect(await issueDrainage(city.services)).toBe(0);
  const now = await shown();
  expect(now).toMatchObject({ grade: '1', issued: 1, newest: { fullness: 100, rainFrom: '预报雨量' } });
  expect(now.newest?.fit).toMatchObject({ from: 'fitted', runoff: 0.5, lag: 30 });
  expect(now.newest?.overflowMinutes).toBeGreaterThan(10);
  await city.services.use(telemetry).settle();
  await city.store.drain();
  const cases = await city.services
    .use(registers)
    .of(incident)
    .trusted.findMany(city.store.db, { limit: 10 });
  expect(cases).toMatchObject([{ kind: 'drainage', level: '1' }]);
});

test('后来的水位和预报比较：误差如实，发布过的预报不改', async () => {
  const rows = city.services.use(registers).of(drainForecast).trusted;
  const [before] = await rows.findMany(city.store.db, { limit: 1 });
  const at = Math.floor(city.clock.now().getTime() / step) * step;
  city.clock.advance(120 * minute);
  analyst = await city.as('lifeline-analyst');
  const { levels } = forecastLevel(
    truth,
    before?.level ?? 0,
    Array.from({ length: 12 }, () => 70),
    10,
  );
  await send(
    Array.from({ length: 12 }, (_, index) => at + index * step + 5 * minute),
    (index) => Math.round((levels[index] ?? 0) * 100) / 100,
    () => 70,
  );
  const { errors } = await shown();
  expect(errors.map(({ count }) => count)).toEqual([3, 3, 6]);
  // The rain came as expected and the parameters are the true ones: what is left is rounding.
  for (const { mae, skill } of errors) {
    expect(mae).toBeLessThan(0.1);
    expect(skill).toBeGreaterThan(0.5);
  }
  expect(await rows.find(city.store.db, before?.id ?? '')).toEqual(before);
});

test('重现期越大水位越高；公式据记忆，如实注明；没有权限的人看不到', async () => {
  const { storms, formula } = await shown();
  expect(storms.map(({ peak }) => peak)).toEqual(storms.map(({ peak }) => peak).toSorted((a, b) => a - b));
  expect(formula).toContain('据记忆');
  const all = await analyst.get('/api/lifeline/drainage/points');
  expect(all.json<{ points: unknown[] }>().points).toHaveLength(1);
  expect((await city.visitor.get(`/api/lifeline/drainage/points/${point}`)).statusCode).toBe(401);
});

/** Bridges and drains: a drop of frequency that no temperature explains, and a manhole that fills, become cases with their forecast. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registers } from '../../../../engines/registers/service.ts';
import { device, thingModel } from '../../../../engines/telemetry/contract.ts';
import { telemetry } from '../../../../engines/telemetry/service.ts';
import { openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { incident } from '../incident/incident.ts';
import { bridgePoint } from '../registers/bridge-point.ts';
import { drainPoint } from '../registers/drain-point.ts';
import system from '../system.ts';
import { judgeBridges } from './bridge/judge-bridges.ts';
import { makePeople } from './demo/make-water.ts';

let city: TestCity;
const hour = 3_600_000;
const sensors = new Map<string, string>();
const place = {
  area: '341202000000',
  department: 'city-drainage',
  position: { lon: 115.8012, lat: 32.8903 },
} as const;

beforeAll(async () => {
  city = await openTestCity({ systems: [system] });
  await makePeople(city.services);
  const rows = city.services.use(registers);
  await city.store.transaction(async (work) => {
    for (const code of ['bridge-monitor', 'drain-level-monitor']) {
      const [model] = await rows
        .of(thingModel)
        .trusted.findMany(work.db, { filter: { field: 'code', is: 'equal', value: code }, limit: 1 });
      const made = await rows.of(device).trusted.insert(work, 'test', {
        code,
        name: code,
        model: model?.id ?? '',
        place: '试验点',
        protocol: 'mqtt',
        stage: 'active',
        ...place,
      });
      sensors.set(code, made.id);
    }
    await rows.of(bridgePoint).trusted.insert(work, 'test', {
      name: '主跨频率',
      bridge: '试验桥',
      kind: 'frequency',
      device: sensors.get('bridge-monitor') ?? '',
      ...place,
    });
    await rows.of(drainPoint).trusted.insert(work, 'test', {
      name: '试验井',
      depth: 2.5,
      storage: 400,
      catchment: 8,
      runoff: 0.7,
      diameter: 0.8,
      slope: 0.002,
      roughness: 0.013,
      device: sensors.get('drain-level-monitor') ?? '',
      ...place,
    });
  });
  await city.services.use(telemetry).reload();
}, 120_000);
afterAll(() => city?.close());

async function send(code: string, at: number, values: Readonly<Record<string, number>>) {
  const sensor = sensors.get(code) ?? '';
  const receivedAt = city.clock.now().getTime();
  await city.services.use(telemetry).ingest(
    Object.entries(values).map(([property, value]) => ({
      device: sensor,
      property,
      at,
      receivedAt,
      value,
      quality: 'good' as const,
    })),
  );
}

async function cases() {
  await city.services.use(telemetry).settle();
  await city.store.drain();
  return city.services
    .use(registers)
    .of(incident)
    .trusted.findMany(city.store.db, { sort: 'openedAt', limit: 10 });
}

/** As a sound bridge reads: 0.2 % lower for each degree, and a little beside it. */
const sound = (temperature: number, turn: number) => 2 - 0.004 * temperature + 0.002 * Math.sin(turn * 7.3);

test('热天频率降低不报警；同样温度下降 7% 二级立案', async () => {
  const now = Math.floor(city.clock.now().getTime() / hour) * hour;
  for (let back = 120; back >= 1; back -= 1) {
    const temperature = 20 + 12 * Math.sin(back / 4);
    await send('bridge-monitor', now - back * hour + 60_000, {
      temperature,
      frequency: sound(temperature, back),
    });
  }
  expect(await judgeBridges(city.services)).toBe(1);
  expect(await cases()).toEqual([]);
  city.clock.advance(hour);
  await send('bridge-monitor', now + 60_000, { temperature: 20, frequency: sound(20, 0) * 0.93 });
  expect(await judgeBridges(city.services)).toBe(1);
  expect(await cases()).toMatchObject([
    { kind: 'bridge', level: '2', network: null, joint: ['city-traffic-police'] },
  ]);
});

test('水位到井深八成立案，研判按雨量预报溢出时间', async () => {
  const at = city.clock.now().getTime();
  await send('drain-level-monitor', at, { level: 2.1, fullness: 84, rain: 80 });
  const [, found] = await cases();
  expect(found).toMatchObject({ kind: 'drainage', level: '3' });
  const analyst = await city.as('lifeline-analyst');
  const reply = await analyst.get(`/api/lifeline/incidents/${found?.id}/drain`);
  expect(reply.statusCode).toBe(200);
  const { forecast } = reply.json<{ forecast: { overflowAfter: number; levels: unknown[] } }>();
  // (2.5 − 2.1) m × 400 m² over 1244 − 591 L/s.
  expect(forecast.overflowAfter).toBeCloseTo(4.08, 1);
  expect(forecast.levels).toHaveLength(12);
});

test('每天降 0.1% 的缓慢退化，60 天后照样二级报警：参考期固定，不把退化学成正常', async () => {
  const rows = city.services.use(registers);
  const sensor = sensors.get('bridge-monitor') ?? '';
  await city.store.transaction(async (work) => {
    const [point] = await rows.of(bridgePoint).trusted.findMany(work.db, { limit: 1 });
    if (point === undefined) throw new Error('no point');
    const day = (moment: number) => new Date(moment + 8 * hour).toISOString().slice(0, 10);
    const from = city.clock.now().getTime() + 24 * hour;
    await rows.of(bridgePoint).trusted.update(work, 'test', point, {
      referenceFrom: day(from),
      referenceTo: day(from + 9 * 24 * hour),
    });
  });
  for (let day = 0; day < 75; day += 1) {
    city.clock.advance(24 * hour);
    const now = Math.floor(city.clock.now().getTime() / hour) * hour;
    const loss = 1 - 0.001 * Math.max(0, day - 12);
    const receivedAt = city.clock.now().getTime();
    const readings = Array.from({ length: 24 }, (_, index) => {
      const at = now - (24 - index) * hour + 60_000;
      const temperature = 20 + 12 * Math.sin((day * 24 + index) / 4);
      return [
        {
          device: sensor,
          property: 'temperature',
          at,
          receivedAt,
          value: temperature,
          quality: 'good' as const,
        },
        {
          device: sensor,
          property: 'frequency',
          at,
          receivedAt,
          value: sound(temperature, index) * loss,
          quality: 'good' as const,
        },
      ];
    }).flat();
    await city.services.use(telemetry).ingest(readings);
    await judgeBridges(city.services);
  }
  const last = await city.services.use(telemetry).readLast([sensor]);
  const drift = last.find(({ property }) => property === 'frequency-drift')?.value;
  expect(drift).toBeLessThan(-5);
  expect(drift).toBeGreaterThan(-7);
  const found = (await cases()).filter(({ kind }) => kind === 'bridge');
  expect(found.map(({ level }) => level)).toContain('2');
  const [point] = await rows.of(bridgePoint).trusted.findMany(city.store.db, { limit: 1 });
  expect(point).toMatchObject({ referenceProblem: null, reference: { pairs: 240 } });
});

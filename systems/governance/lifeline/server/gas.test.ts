/** Gas gathers in a manhole: alarm by %LEL, one case that rises with the level, and what the readings say of time and radius. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registers } from '../../../../engines/registers/service.ts';
import { device } from '../../../../engines/telemetry/contract.ts';
import { telemetry } from '../../../../engines/telemetry/service.ts';
import { openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { incident } from '../incident/incident.ts';
import system from '../system.ts';
import { demoSpace, makeGas } from './demo/make-gas.ts';
import { makePeople } from './demo/make-water.ts';

let city: TestCity;
let sensor = '';
const minute = 60_000;

beforeAll(async () => {
  city = await openTestCity({ systems: [system] });
  await makePeople(city.services);
  await makeGas(city.services);
  await city.services.use(telemetry).reload();
  const [found] = await city.services
    .use(registers)
    .of(device)
    .trusted.findMany(city.store.db, {
      filter: { field: 'code', is: 'equal', value: demoSpace.code },
      limit: 1,
    });
  sensor = found?.id ?? '';
}, 120_000);
afterAll(() => city?.close());

async function read(value: number) {
  city.clock.advance(10 * minute);
  const at = city.clock.now().getTime();
  await city.services
    .use(telemetry)
    .ingest([{ device: sensor, property: 'methane', at, receivedAt: at, value, quality: 'good' }]);
  await city.services.use(telemetry).settle();
  await city.store.drain();
  return city.services.use(registers).of(incident).trusted.findMany(city.store.db, { limit: 10 });
}

test('低于阈值不报警；越过 20 %LEL 三级立案，升到 50 %LEL 并入同一件并升为二级', async () => {
  expect(await read(8)).toEqual([]);
  expect(await read(24)).toMatchObject([
    { kind: 'gas', level: '3', lead: 'city-gas', network: null, joint: [] },
  ]);
  expect(await read(55)).toMatchObject([{ kind: 'gas', level: '2', alarms: 2 }]);
});

test('研判给出进气量、到达爆炸下限的时间和疏散半径；派单时按二级请消防协同', async () => {
  const [row] = await city.services.use(registers).of(incident).trusted.findMany(city.store.db, { limit: 1 });
  const id = row?.id ?? '';
  const analyst = await city.as('lifeline-analyst');
  const gas = (await analyst.get(`/api/lifeline/incidents/${id}/gas`)).json<Record<string, unknown>>();
  expect(gas).toMatchObject({ space: { name: demoSpace.name, volume: 12 }, radius: 50 });
  expect(gas['inflow']).toBeGreaterThan(0.5);
  expect(gas['hoursToLimit']).toBeGreaterThan(0);
  expect(gas['hoursToLimit']).toBeLessThan(1);
  const path = `/api/flow/cases/lifeline.incident/${id}`;
  for (const [action, values] of [
    ['confirm', { assessment: '手持检测仪复测 52 %LEL' }],
    ['send', {}],
  ] as const) {
    const { version } = (await analyst.get(path)).json<{ version: number }>();
    const reply = await analyst.post(`${path}/acts`, { version, action, opinion: '立即处置', values });
    expect([action, reply.statusCode, reply.statusCode === 200 ? '' : reply.body]).toEqual([action, 200, '']);
  }
  const [sent] = await city.services
    .use(registers)
    .of(incident)
    .trusted.findMany(city.store.db, { limit: 1 });
  expect(sent?.joint).toEqual(['city-fire-rescue']);
});

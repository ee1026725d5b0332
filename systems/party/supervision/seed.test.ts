/** The demo supervision shows every light, a closed task, a weak report that counts, and matters whose tasks come by themselves. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestCity, type TestCity } from '../../../test/support/city.ts';
import { seedSupervision } from './seed.ts';
import system from './system.ts';

let city: TestCity;
beforeAll(async () => {
  city = await openTestCity({ systems: [system] });
  await seedSupervision(city.services);
});
afterAll(() => city.close());

test('看板上有红、黄、绿灯和已销号的任务', async () => {
  const officer = await city.as('supervise-officer');
  const { counts } = (await officer.get('/api/supervision/board')).json();
  expect(counts.red).toBeGreaterThan(0);
  expect(counts.yellow).toBeGreaterThan(0);
  expect(counts.green).toBeGreaterThan(0);
  expect(counts.closed).toBe(1);
});

test('退回的报告扣了分', async () => {
  const officer = await city.as('supervise-officer');
  const { units } = (await officer.get('/api/supervision/scores?from=2026-11-01&to=2026-11-30')).json();
  expect(units.find((row: { unit: string }) => row.unit === 'city-education').score).toBe(98);
});

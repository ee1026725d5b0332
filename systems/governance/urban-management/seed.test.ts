/** The demo city tells believable stories, and the same ones each time. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registers } from '../../../engines/registers/service.ts';
import { openTestCity, type TestCity } from '../../../test/support/city.ts';
import { urbanCase } from './case/urban-case.ts';
import { seedCity } from './seed.ts';
import system from './system.ts';

let city: TestCity;
beforeAll(async () => {
  city = await openTestCity({ systems: [system] });
  await seedCity(city.services, { components: 120, cases: 60 });
});
afterAll(() => city.close());

test('各环节都有案件,每件都落在网格里', async () => {
  const rows = await city.services
    .use(registers)
    .of(urbanCase)
    .trusted.findMany(city.store.db, { limit: 100 });
  expect(rows).toHaveLength(60);
  expect(rows.every((row) => row.grid !== null && row.title !== null)).toBe(true);
  expect(rows.filter((row) => row.outcome === 'closed').length).toBeGreaterThan(20);
  expect(new Set(rows.map((row) => row.stage)).size).toBeGreaterThan(2);
  for (const row of rows) expect(row.openedAt <= city.clock.now().toISOString()).toBe(true);
});

test('演示人员能登录办理,照片打得开', async () => {
  const officer = await city.as('duty-officer-1');
  const { rows } = (
    await officer.get('/api/registers/rows/urban-management.case?where=%7B%22status%22%3A%22closed%22%7D')
  ).json();
  expect(rows.length).toBeGreaterThan(0);
  const photo = rows.find((row: { photosBefore: string[] | null }) => row.photosBefore !== null)
    .photosBefore[0];
  expect((await officer.get(`/api/files/${photo}`)).headers['content-type']).toBe('image/png');
});

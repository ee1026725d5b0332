/** The demo has items in the catalogue, an application at each step, and statistics that lead to their rows. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestCity, type TestCity } from '../../../test/support/city.ts';
import { seedInnerRun } from './seed.ts';
import system from './system.ts';

let city: TestCity;
beforeAll(async () => {
  city = await openTestCity({ systems: [system] });
  await seedInnerRun(city.services);
});
afterAll(() => city.close());

test('申请单位看得到自己申请的件,别的单位看不到', async () => {
  const count = async (who: string) =>
    (await (await city.as(who)).get('/api/registers/rows/inner-run.application')).json().total;
  expect([await count('inner-applicant'), await count('inner-applicant-transport')]).toEqual([4, 0]);
  const applicant = await city.as('inner-applicant');
  const { rows } = (await applicant.get('/api/registers/rows/inner-run.application')).json();
  for (const { id } of rows)
    expect((await applicant.get(`/api/flow/cases/inner-run.application/${id}`)).json().row).not.toBeNull();
});

test('办件处在受理、会办、评价和办结各步,办结的计入统计', async () => {
  const promoter = await city.as('inner-promoter');
  const { rows } = (await promoter.get('/api/registers/rows/inner-run.application')).json();
  expect(rows.map(({ stage }: { stage: string | null }) => stage ?? 'closed').sort()).toEqual([
    'accept',
    'closed',
    'consult',
    'rate',
  ]);
  const { total, units } = (
    await promoter.get('/api/inner-run/statistics?from=2026-11-01&to=2026-11-30')
  ).json();
  expect(total).toMatchObject({ finished: 2, onTime: 1, savedDays: 20, rated: 1, stars: 5 });
  expect(units).toHaveLength(1);
});

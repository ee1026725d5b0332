/** The demo reporting stands at all its points: an admitted table, a report under way over all towns, a table that waits for admission. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestCity, type TestCity } from '../../../test/support/city.ts';
import { seedReporting } from './seed.ts';
import system from './system.ts';

let city: TestCity;
beforeAll(async () => {
  city = await openTestCity({ systems: [system] });
  await seedReporting(city.services);
}, 120_000);
afterAll(() => city.close());

async function issueOf(title: string) {
  const designer = await city.as('report-designer');
  const { rows } = (await designer.get('/api/registers/rows/info-reporting.issue')).json();
  return rows.find((row: { title: string }) => row.title.startsWith(title));
}

test('170 个乡镇(街道)的填报正在进行,有的审核中,有的退回;高龄老人数由村级报表汇总预填', async () => {
  const designer = await city.as('report-designer');
  const { id } = await issueOf('乡镇（街道）养老');
  const summary = (await designer.get(`/api/info-reporting/issues/${id}/summary`)).json();
  expect(summary.total.expected).toBe(170);
  expect(summary.total.filled).toBeGreaterThan(30);
  expect(summary.total.returned).toBeGreaterThan(3);
  expect(summary.rows).toHaveLength(10);
  const { rows } = (await designer.get(`/api/info-reporting/issues/${id}/summary?area=341202000000`)).json();
  const town = rows.find((row: { area: string }) => row.area === '341202001000');
  expect(town.values['高龄老人']).toBeGreaterThan(100);
});

test('村级报表按 1,974 个村(社区)汇总到全市', async () => {
  const designer = await city.as('report-designer');
  const { id } = await issueOf('村（社区）基本情况');
  const { total } = (await designer.get(`/api/info-reporting/issues/${id}/summary?basis=accepted`)).json();
  expect(total).toMatchObject({ expected: 1974, accepted: 1974 });
});

test('待准入的报表在审查员的待办里', async () => {
  const reviewer = await city.as('report-reviewer');
  const todo = (await reviewer.get('/api/flow/to-do')).json();
  expect(JSON.stringify(todo)).toContain('村级集体经济发展情况表');
});

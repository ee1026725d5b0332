/** A sheet of cases goes through the ordinary import page and comes out as open cases in the work list. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countyA, openRepair } from '../test-support/repair.ts';
import type { TestFlow } from '../test-support/test-flow.ts';

let flow: TestFlow;
beforeAll(async () => {
  flow = await openRepair();
});
afterAll(() => flow.city.close());

async function settled(
  url: string,
  wanted: readonly string[],
): Promise<{ state: string; valid: number; invalid: number; imported: number }> {
  const clerk = await flow.city.as(flow.people.clerk);
  for (let round = 0; round < 200; round += 1) {
    const status = (await clerk.get(url)).json();
    if (wanted.includes(status.state)) return status;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the import does not settle: ${JSON.stringify((await clerk.get(url)).json())}`);
}

test('导入表格立案:有错的行列出原因,有效的行进入待办', async () => {
  const clerk = await flow.city.as(flow.people.clerk);
  const sheet = `事由,所属区划,上报时间\n井盖破损,${countyA},2026-11-20 09:00\n,${countyA},2026-11-20 09:00\n路灯不亮,${countyA},2026-11-21 10:00\n`;
  const file = await clerk.upload('报修.csv', 'text/csv', Buffer.from(sheet));
  const started = (await clerk.post('/api/registers/imports', { register: 'repair.ticket', file })).json();
  const url = `/api/registers/imports/${started.id}`;
  expect(await settled(url, ['checked', 'failed'])).toMatchObject({ state: 'checked', valid: 2, invalid: 1 });
  await clerk.post(`${url}/confirm`, { validOnly: true });
  expect(await settled(url, ['done', 'failed', 'imported'])).toMatchObject({ imported: 2 });
  const rows = (await clerk.get('/api/flow/to-do')).json().rows as { title: string; caseId: string }[];
  expect(rows.map((row) => row.title).sort()).toEqual(['井盖破损', '路灯不亮']);
  const one = rows.find((row) => row.title === '井盖破损');
  const seen = (await clerk.get(`/api/flow/cases/repair.ticket/${one?.caseId}`)).json();
  expect(new Date(seen.row.openedAt).toISOString()).toBe('2026-11-20T01:00:00.000Z');
  expect(seen.timeline[0].title).toBe('导入');
});

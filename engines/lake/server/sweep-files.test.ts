/** What the nightly sweep takes away, and what it leaves to those who are still reading. */
import { readdir, utimes } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../store/index.ts';
import { sweepFiles } from './sweep-files.ts';
import { openTestLake, type TestLake } from './test-support/open-test-lake.ts';

let city: TestLake;
beforeAll(async () => {
  city = await openTestLake();
});
afterAll(() => city.close());

test('文件从不再显示的时候起再留一天，写了多久不算', async () => {
  const fields = [{ name: 'id', source: 'id', title: '编号', type: 'integer', key: true }];
  const plan = await city.planOf('id\n1\n', fields);
  await city.lake.load(plan, 'tester');
  const folder = path.join(city.store.dataDirectory, 'lake', 'standard', plan.dataset);
  const [old = ''] = await readdir(folder);
  const longAgo = new Date(Date.now() - 10 * 86_400_000);
  await utimes(path.join(folder, old), longAgo, longAgo);
  await city.lake.load(await city.planOf('id\n2\n', fields, { dataset: plan.dataset }), 'tester');
  // Replaced a moment ago: somebody may be reading it.
  await sweepFiles(city.store);
  expect(await readdir(folder)).toContain(old);
  await sweepFiles(city.store);
  expect(await readdir(folder)).toContain(old);
  await sql`update lake_unseen_file set noticed_at = noticed_at - interval '25 hours'`.execute(city.store.db);
  await sweepFiles(city.store);
  expect(await readdir(folder)).not.toContain(old);
  expect(await readdir(folder)).toHaveLength(1);
});

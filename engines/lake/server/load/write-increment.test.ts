/** What increments leave on disk and show: only their own rows are written, and putting the files together changes nothing that is seen. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { SeenRow } from '../../service.ts';
import { openTestLake, type TestLake } from '../test-support/open-test-lake.ts';

let city: TestLake;
beforeAll(async () => {
  city = await openTestLake();
  // For the job that puts files together.
  await city.store.begin();
});
afterAll(() => city.close());

test('增量批次只添自己的文件，同键的旧行不再算数；合并成一个文件前后看见的一样', async () => {
  const fields = [
    { name: 'id', source: 'id', title: '编号', type: 'integer', key: true },
    { name: 'name', source: 'name', title: '名称', type: 'text' },
  ];
  const plan = await city.planOf('id,name\n1,甲\n2,乙\n3,丙\n', fields, { mode: 'key', follow: 'id' });
  const { dataset } = plan;
  await city.lake.load(plan, 'tester');
  const standard = path.join(city.store.dataDirectory, 'lake', 'standard', dataset);
  const [first = ''] = await readdir(standard);
  const before = await stat(path.join(standard, first));
  const more = async (rows: string) => {
    const next = await city.planOf(`id,name\n${rows}`, fields, { dataset, mode: 'key', follow: 'id' });
    return city.lake.load(next, 'tester');
  };
  const seen = async () => {
    const { rows } = await city.lake.rows({ dataset, clearance: 'sensitive', size: 200 });
    const each: SeenRow[] = [];
    for await (const row of city.lake.eachRow({ dataset, fields: ['id', 'name'], most: 100 })) each.push(row);
    const order = (all: readonly SeenRow[]) => all.map((row) => `${row['id']}${row['name']}`).toSorted();
    expect(order(each)).toEqual(order(rows));
    expect((await city.lake.findDataset(dataset))?.rows).toBe(rows.length);
    return order(rows).join(' ');
  };
  expect(await more('2,乙改\n4,丁\n')).toMatchObject({ state: 'loaded', loaded: 2 });
  expect(await seen()).toBe('1甲 2乙改 3丙 4丁');
  expect(await more('2,乙又改\n')).toMatchObject({ loaded: 1 });
  expect(await seen()).toBe('1甲 2乙又改 3丙 4丁');
  expect(await city.lake.serve(dataset)).toBe(4);
  expect(await readdir(standard)).toHaveLength(3);
  expect((await stat(path.join(standard, first))).mtimeMs).toBe(before.mtimeMs);
  // Whatever is past the most is put together by a job.
  await city.store.transaction((work) => city.store.settings.change(work, 'lake.increments-most', 3));
  await more('1,甲改\n');
  await vi.waitFor(async () => expect((await city.lake.findDataset(dataset))?.increments).toEqual([]), {
    timeout: 30_000,
    interval: 100,
  });
  expect(await seen()).toBe('1甲改 2乙又改 3丙 4丁');
  expect(await more('5,戊\n')).toMatchObject({ loaded: 1 });
  expect(await seen()).toBe('1甲改 2乙又改 3丙 4丁 5戊');
  // A full load stands in the place of all of it.
  const whole = await city.planOf('id,name\n9,癸\n', fields, { dataset });
  expect(await city.lake.load(whole, 'tester')).toMatchObject({ loaded: 1 });
  expect(await seen()).toBe('9癸');
});

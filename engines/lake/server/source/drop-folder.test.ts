/** What a department drops into its folder is read whole, all of it, and once. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import type { LoadPlan } from '../../types.ts';
import { fieldsOf, openTestLake, type TestLake } from '../test-support/open-test-lake.ts';

let city: TestLake;
beforeAll(async () => {
  city = await openTestLake();
});
afterAll(() => city.close());

const fields = fieldsOf([
  { name: 'id', source: 'id', title: '编号', type: 'integer', key: true },
  { name: 'name', source: 'name', title: '名称', type: 'text' },
]);

function planOf(more: Partial<LoadPlan> = {}): LoadPlan {
  return {
    dataset: newId(),
    title: '投递',
    source: newId(),
    connection: { kind: 'file' },
    object: { kind: 'drop', match: 'people*' },
    mode: 'full',
    fields,
    ...more,
  };
}

async function stillFor(seconds: number): Promise<void> {
  await city.store.transaction((work) =>
    city.store.settings.change(work, 'lake.drop-still-seconds', seconds),
  );
}

async function drop(plan: LoadPlan, name: string, content: string): Promise<void> {
  const folder = city.lake.dropFolder(plan.source);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, name), content);
}

async function names(plan: LoadPlan): Promise<string> {
  const { rows } = await city.lake.rows({ dataset: plan.dataset, clearance: 'sensitive', size: 200 });
  return rows
    .map((row) => `${row['id']}${row['name']}`)
    .toSorted()
    .join(' ');
}

const sm3 = (text: string) => createHash('sm3').update(text).digest('hex');

test('还在传的文件不采；随附 .done 或 .sm3 说传完了才采，行数和摘要按它核对', async () => {
  await stillFor(3600);
  const plan = planOf();
  await drop(plan, 'people.csv', 'id,name\n1,甲\n');
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'failed', error: 'lake.fileArriving' });
  await drop(plan, 'people.csv.sm3', '');
  expect((await city.lake.load(plan, 'tester')).error).toBe('lake.fileArriving');
  await drop(plan, 'people.csv.sm3', `${sm3('id,name\n1,甲\n2,乙\n')}  people.csv\n`);
  expect((await city.lake.load(plan, 'tester')).error).toBe('lake.digestDiffers');
  await drop(plan, 'people.csv.sm3', `${sm3('id,name\n1,甲\n').toUpperCase()}  people.csv\nrows=2\n`);
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ error: 'lake.countDiffers', received: 1 });
  await rm(path.join(city.lake.dropFolder(plan.source), 'people.csv.sm3'));
  await drop(plan, 'people.csv.done', '');
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'loaded', loaded: 1 });
  expect(await names(plan)).toBe('1甲');
  // Written anew: the former companion says nothing of it.
  await new Promise((resolve) => setTimeout(resolve, 20));
  await drop(plan, 'people.csv', 'id,name\n1,甲\n2,');
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'unchanged' });
  expect(await names(plan)).toBe('1甲');
  await drop(plan, 'people.csv', 'id,name\n1,甲\n');
  await drop(plan, 'people.csv.done', '');
  // A later one that is still arriving changes nothing, and is told.
  await drop(plan, 'people-2.csv', 'id,name\n2,');
  await drop(plan, 'people-3.csv.part', 'id,name\n');
  const again = await city.lake.load(plan, 'tester');
  expect(again).toMatchObject({ state: 'unchanged' });
  expect(again.message).toContain('还在传送：people-3.csv.part、people-2.csv');
});

test('静置够久的文件不用随附文件也采', async () => {
  await stillFor(0);
  const plan = planOf();
  await drop(plan, 'people.csv', 'id,name\n1,甲\n');
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'loaded', loaded: 1 });
});

test('增量时积下的文件按名称逐个读完，读过的移到 done，批次写明读了哪个', async () => {
  await stillFor(0);
  const plan = planOf({ mode: 'time', follow: 'id' });
  await drop(plan, 'people-10.csv', 'id,name\n1,后来的甲\n');
  await drop(plan, 'people-9.csv', 'id,name\n1,甲\n2,乙\n');
  await drop(plan, 'people-8.csv', 'id,name\n3,丙\n');
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'loaded' });
  expect(await names(plan)).toBe('1后来的甲 2乙 3丙');
  const batches = await city.lake.batches({ datasets: [plan.dataset], size: 10 });
  expect(batches.map((batch) => batch.message)).toEqual([
    '读取 people-10.csv',
    '读取 people-9.csv',
    '读取 people-8.csv',
  ]);
  const folder = city.lake.dropFolder(plan.source);
  expect(await readdir(folder)).toEqual(['done']);
  expect((await readdir(path.join(folder, 'done'))).map((name) => name.slice(37)).toSorted()).toEqual([
    'people-10.csv',
    'people-8.csv',
    'people-9.csv',
  ]);
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'unchanged', message: '没有新的文件' });
  // One that is not taken stays where it is, and holds back those behind it.
  await drop(plan, 'people-11.csv', 'id,name,id\n4,丁,4\n');
  await drop(plan, 'people-12.csv', 'id,name\n5,戊\n');
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ error: 'lake.doubleColumns' });
  expect((await readdir(folder)).toSorted()).toEqual(['done', 'people-11.csv', 'people-12.csv']);
  await rm(path.join(folder, 'people-11.csv'));
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'loaded' });
  expect(await names(plan)).toBe('1后来的甲 2乙 3丙 5戊');
});

test('全量以最新的一份为准，没有读的旧文件写明并移开，最新的留着可再采', async () => {
  await stillFor(0);
  const plan = planOf();
  await drop(plan, 'people-b.csv', 'id,name\n1,旧\n');
  await new Promise((resolve) => setTimeout(resolve, 20));
  await drop(plan, 'people-a.csv', 'id,name\n1,新\n');
  const batch = await city.lake.load(plan, 'tester');
  expect(batch.message).toBe('读取 people-a.csv；以最新的为准，没有读：people-b.csv');
  expect(await names(plan)).toBe('1新');
  expect((await readdir(city.lake.dropFolder(plan.source))).toSorted()).toEqual(['done', 'people-a.csv']);
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'unchanged' });
});

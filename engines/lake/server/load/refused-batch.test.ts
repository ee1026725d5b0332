/** A batch that goes back says why by row and column, tells no value, and does not fill the server's memory. */
import { zipSync, strToU8 } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestLake, type TestLake } from '../test-support/open-test-lake.ts';

let city: TestLake;
beforeAll(async () => {
  city = await openTestLake();
});
afterAll(() => city.close());

const person = [
  { name: 'card', source: '身份证号', title: '身份证号', type: 'text', key: true, class: 'sensitive' },
  { name: 'age', source: '年龄', title: '年龄', type: 'integer' },
];
const change = (name: string, value: number) =>
  city.store.transaction((work) => city.store.settings.change(work, name, value));

test('没有表头的文件退回，第一行的内容不出现在批次、漂移和列名里', async () => {
  for (const content of [
    '11010519491231002X,34\n110105194912310038,35\n',
    '张三,2026-11-20\n李四,2026-11-21\n',
    '[{"11010519491231002X":1}]',
  ]) {
    const plan = await city.planOf(content, [{ ...person[0], key: false }, person[1] ?? {}]);
    const batch = await city.lake.load(plan, 'tester');
    expect(batch).toMatchObject({ state: 'failed', error: 'lake.noHeader' });
    const kept = JSON.stringify([batch, await city.lake.findDataset(plan.dataset)]);
    expect(kept).not.toMatch(/11010519|张三|2026-11-20/);
  }
  const doubled = await city.planOf('身份证号,身份证号,某人,某人\n1,2,3,4\n', person);
  expect((await city.lake.load(doubled, 'tester')).message).toContain('身份证号、另有1列');
  // Years are names where the declared columns stand beside them.
  const years = await city.planOf('身份证号,年龄,2025,2026\n1,2,3,4\n', person);
  expect(await city.lake.load(years, 'tester')).toMatchObject({ state: 'loaded' });
});

test('退回太多的批次也说得清：收到、退回、各规则的结果和前几行的列与原因', async () => {
  await change('lake.rejected-most', 2);
  await change('lake.rejected-sample', 2);
  const rows = ['a,1', 'b,x', 'c,y', 'd,z', 'e,1,1'].join('\n');
  const plan = await city.planOf(`身份证号,年龄\n${rows}\n`, person);
  const batch = await city.lake.load(plan, 'tester');
  expect(batch).toMatchObject({
    state: 'failed',
    error: 'lake.tooManyRejected',
    received: 5,
    loaded: 0,
    rejected: 4,
    sample: [
      { row: 2, problems: [{ field: 'age', reason: 'type' }] },
      { row: 3, problems: [{ field: 'age', reason: 'type' }] },
    ],
  });
  expect(batch.quality?.find((rule) => rule.field === 'age' && rule.reason === 'type')?.failed).toBe(3);
  expect(batch.receivedDigest).toMatch(/^[0-9a-f]{64}$/);
  await change('lake.rejected-most', 20_000);
});

test('退回记录的内容太大时整批退回，不装进内存；放得下的分段取来，一行不少', async () => {
  await change('lake.rejected-megabytes', 1);
  const long = 'x'.repeat(300_000);
  const few = await city.planOf(`身份证号,年龄\na,${long}\nb,${long}\n`, person);
  expect(await city.lake.load(few, 'tester')).toMatchObject({ state: 'loaded', rejected: 2 });
  const many = await city.planOf(`身份证号,年龄\na,${long}\nb,${long}\nc,${long}\nd,${long}\n`, person);
  expect(await city.lake.load(many, 'tester')).toMatchObject({
    state: 'failed',
    error: 'lake.rejectedTooLarge',
    rejected: 4,
  });
  await change('lake.rejected-megabytes', 64);
  const parts = await city.planOf(
    `身份证号,年龄\n${Array.from({ length: 40 }, (_, row) => `${row},${long}`).join('\n')}\n`,
    person,
  );
  expect(await city.lake.load(parts, 'tester')).toMatchObject({ state: 'loaded', rejected: 40 });
  const listed = await city.lake.letters({ dataset: parts.dataset, state: 'kept', size: 100 });
  expect(listed.total).toBe(40);
  expect(listed.letters.length).toBeLessThan(40);
  expect(listed.letters[0]?.cells['年龄']).toHaveLength(300_000);
});

function workbook(rows: number): Uint8Array {
  const cell = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
  const lines = Array.from({ length: rows }, (_, row) => `<row>${cell(`k${row}`)}${cell('1')}</row>`);
  const sheet = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>${cell('身份证号')}${cell('年龄')}</row>${lines.join('')}</sheetData></worksheet>`;
  const types = 'http://schemas.openxmlformats.org/package/2006';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zipSync({
    '[Content_Types].xml': strToU8(
      `<Types xmlns="${types}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    ),
    '_rels/.rels': strToU8(
      `<Relationships xmlns="${types}/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    'xl/workbook.xml': strToU8(
      `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships xmlns="${types}/relationships"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    'xl/worksheets/sheet1.xml': strToU8(sheet),
  });
}

test('工作簿在单独的线程里展开：行数和展开后的大小都有上限', async () => {
  const plan = await city.planOf(workbook(50), person);
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'loaded', loaded: 50 });
  await change('lake.sheet-rows', 49);
  expect(await city.lake.load(await city.planOf(workbook(51), person), 'tester')).toMatchObject({
    error: 'lake.tooManyRows',
  });
  await change('lake.sheet-rows', 1_048_576);
  await change('lake.sheet-inflated-megabytes', 1);
  const bomb = await city.planOf(workbook(30_000), person);
  expect(await city.lake.load(bomb, 'tester')).toMatchObject({ error: 'lake.fileTooLarge' });
});

/** What a department sees of its batch: what came, what was taken, what was rejected and why; and that nothing is half there. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SeenRow } from '../../service.ts';
import type { LoadPlan } from '../../types.ts';
import { openTestLake, type TestLake } from '../test-support/open-test-lake.ts';

let city: TestLake;
beforeAll(async () => {
  city = await openTestLake();
});
afterAll(() => city.close());

const firm = [
  {
    name: 'code',
    source: '统一社会信用代码',
    title: '统一社会信用代码',
    type: 'text',
    key: true,
    format: 'credit-code',
  },
  { name: 'name', source: '企业名称', title: '企业名称', type: 'text', required: true, maxLength: 60 },
  { name: 'capital', source: '注册资本', title: '注册资本', type: 'decimal', minimum: 0 },
  { name: 'founded', source: '成立日期', title: '成立日期', type: 'date' },
  { name: 'status', source: '状态', title: '状态', type: 'text', codes: ['存续', '注销'], strict: false },
];
const header = '统一社会信用代码,企业名称,注册资本,成立日期,状态\n';
const good = '91110000600037341L,北京甲公司,100.50,2001-03-02,存续\n';
const other = '91310000MA1FL5E93W,上海乙公司,"1,000",2015/06/30,注销\n';

async function rowsOf(plan: LoadPlan): Promise<readonly SeenRow[]> {
  return (await city.lake.rows({ dataset: plan.dataset, clearance: 'sensitive', size: 200 })).rows;
}

async function kept(plan: LoadPlan) {
  return (await city.lake.letters({ dataset: plan.dataset, state: 'kept', size: 100 })).letters;
}

test('正确的行类型化入库，错误的行连同记录号、列和原因留下', async () => {
  const bad = [
    '91110000600037341X,校验码错,1,2001-03-02,存续\n',
    '91110000600037341L,重复的甲公司,1,2001-03-02,存续\n',
    ',没有代码,1,2001-03-02,存续\n',
    '91310000MA1FL5E93W,负的资本,-5,2001-03-02,存续\n',
    '913100006073600000,占位日期,5,1900-01-01,存续\n',
  ];
  const plan = await city.planOf(header + good + bad.join('') + other, firm);
  const batch = await city.lake.load(plan, 'tester');
  expect(batch).toMatchObject({ state: 'loaded', sent: 7, received: 7, loaded: 2, rejected: 5 });
  expect(batch.receivedDigest).toMatch(/^[0-9a-f]{64}$/);
  expect(await rowsOf(plan)).toEqual([
    {
      code: '91110000600037341L',
      name: '北京甲公司',
      capital: '100.5',
      founded: '2001-03-02',
      status: '存续',
    },
    {
      code: '91310000MA1FL5E93W',
      name: '上海乙公司',
      capital: '1000',
      founded: '2015-06-30',
      status: '注销',
    },
  ]);
  const letters = await kept(plan);
  expect(
    letters.map(({ row, problems }) => [row, ...problems.map((each) => `${each.field}:${each.reason}`)]),
  ).toEqual([
    [2, 'code:format'],
    [3, 'code:duplicate'],
    [4, 'code:required'],
    [5, 'capital:range'],
    [6, 'code:format', 'founded:placeholder'],
  ]);
  expect(letters[1]?.problems[0]?.first).toBe(1);
  expect(letters[3]?.cells['企业名称']).toBe('负的资本');
  const failed = batch.quality?.find((rule) => rule.field === 'code' && rule.reason === 'format');
  expect(failed).toMatchObject({ indicator: '0301', checked: 7, failed: 2 });
});

test('GBK、BOM、分号分隔、18位长数字和科学计数都认得出', async () => {
  const fields = [
    { name: 'id', source: '编号', title: '编号', type: 'text', key: true },
    { name: 'n', source: '数', title: '数', type: 'integer' },
  ];
  // '编号;数\n' in GBK, then a number of 18 digits that a double would round.
  const gbk = Buffer.concat([
    Buffer.from([0xb1, 0xe0, 0xba, 0xc5, 0x3b, 0xca, 0xfd, 0x0a]),
    Buffer.from('a;341202199001011237\n3.41202E+17;1\n'),
  ]);
  const first = await city.planOf(gbk, fields);
  expect(await city.lake.load(first, 'tester')).toMatchObject({ state: 'loaded', loaded: 1, rejected: 1 });
  expect(await rowsOf(first)).toEqual([{ id: 'a', n: '341202199001011237' }]);
  expect((await kept(first))[0]?.problems).toEqual([{ field: 'id', reason: 'scientific' }]);
  const second = await city.planOf('\ufeff编号,数\r\n"a\nb",1\r\nc,2\r\n', fields);
  expect(await city.lake.load(second, 'tester')).toMatchObject({ state: 'loaded', loaded: 2, rejected: 0 });
  expect(await rowsOf(second)).toEqual([
    { id: 'a\nb', n: 1 },
    { id: 'c', n: 2 },
  ]);
});

test('键按类型比较，“01”与“1”是同一个；值两端的空白不算内容，中间的照留', async () => {
  const fields = [
    { name: 'id', source: '编号', title: '编号', type: 'integer', key: true },
    { name: 'name', source: '名称', title: '名称', type: 'text', required: true },
  ];
  const plan = await city.planOf('编号,名称\n1,"　甲 乙\t"\n01,丙\n 2 ,"　 "\n3,\u00a0丁\n', fields);
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ loaded: 2, rejected: 2 });
  expect(await rowsOf(plan)).toEqual([
    { id: 1, name: '甲 乙' },
    { id: 3, name: '\u00a0丁' },
  ]);
  expect((await kept(plan)).map(({ row, problems }) => [row, problems])).toEqual([
    [2, [{ field: 'id', reason: 'duplicate', first: 1 }]],
    [3, [{ field: 'name', reason: 'required' }]],
  ]);
});

test('日期的各种写法同样认得，表格序号、占位日期、不存在的日子都退', async () => {
  const fields = [
    { name: 'n', source: 'n', title: 'n', type: 'integer', key: true },
    { name: 'day', source: 'day', title: '日期', type: 'date' },
    { name: 'at', source: 'at', title: '时间', type: 'moment' },
  ];
  const good = [
    ['2001-03-02', '2001-03-02 07:08:09'],
    ['2001/3/2', '2001年03月02日 07:08:09'],
    ['20010302', '20010302070809'],
    ['2001年3月2日', '2001-03-01T23:08:09Z'],
    ['2001-03-02 10:00:00', '2001-03-02 07:08:09+08:00'],
    ['2001.3.2', '2001-03-01 15:08:09-08'],
  ];
  const bad = [
    ['44197', ''],
    ['1900-01-01', ''],
    ['2001-02-30', ''],
    ['-001-03-02', ''],
    ['', '1900-01-01 00:00:00'],
    ['', '44197.5'],
    ['', '下午'],
  ];
  const lines = [...good, ...bad].map((cells, index) => `${index},${cells.join(',')}\n`).join('');
  const plan = await city.planOf(`n,day,at\n${lines}`, fields);
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ loaded: 6, rejected: 7 });
  for (const row of await rowsOf(plan))
    expect(row).toMatchObject({ day: '2001-03-02', at: '2001-03-01 23:08:09' });
  expect(
    (await kept(plan)).map(({ problems }) => problems.map((each) => `${each.field}:${each.reason}`).join()),
  ).toEqual([
    'day:serial',
    'day:placeholder',
    'day:type',
    'day:type',
    'at:placeholder',
    'at:serial',
    'at:type',
  ]);
});

test('列数不符的行留下原文，其余照常入库', async () => {
  const plan = await city.planOf(`${header + good}只有一列\n${other}`, firm);
  expect(await city.lake.load(plan, 'tester')).toMatchObject({
    state: 'loaded',
    received: 3,
    loaded: 2,
    rejected: 1,
  });
  const [letter] = await kept(plan);
  expect(letter?.problems).toEqual([{ field: '', reason: 'shape' }]);
  expect(letter?.row).toBe(2);
  expect(letter?.cells['']).toContain('只有一列');
});

test('同一批次再来一次什么都不变，改了内容才是新批次', async () => {
  const plan = await city.planOf(header + good, firm);
  const first = await city.lake.load(plan, 'tester');
  const again = await city.lake.load(plan, 'tester');
  expect(again.state).toBe('unchanged');
  expect((await city.lake.findDataset(plan.dataset))?.batch).toBe(first.id);
  const changed = await city.planOf(header + good + other, firm, { dataset: plan.dataset });
  expect(await city.lake.load(changed, 'tester')).toMatchObject({ state: 'loaded', loaded: 2 });
});

test('声明的行数或摘要不符、必需的列没有时整批退回，原有数据原样，不留半批文件', async () => {
  const plan = await city.planOf(header + good, firm);
  await city.lake.load(plan, 'tester');
  const before = await rowsOf(plan);
  const more = await city.planOf(header + good + other, firm, { dataset: plan.dataset });
  const outcomes = [
    await city.lake.load({ ...more, declared: { rows: 3 } }, 'tester'),
    await city.lake.load({ ...more, declared: { digest: 'f'.repeat(64) } }, 'tester'),
    await city.lake.load(await city.planOf('企业名称\n甲\n', firm, { dataset: plan.dataset }), 'tester'),
    await city.lake.load(await city.planOf('甲,甲\n1,2\n', firm, { dataset: plan.dataset }), 'tester'),
  ];
  expect(outcomes.map(({ state, error }) => [state, error])).toEqual([
    ['failed', 'lake.countDiffers'],
    ['failed', 'lake.digestDiffers'],
    ['failed', 'lake.columnsMissing'],
    ['failed', 'lake.doubleColumns'],
  ]);
  expect(await rowsOf(plan)).toEqual(before);
  const files = await readdir(path.join(city.store.dataDirectory, 'lake', 'standard', plan.dataset));
  expect(files).toHaveLength(1);
  expect(await readdir(path.join(city.store.dataDirectory, 'lake', 'spool'))).toEqual([]);
});

test('取消的批次看不见', async () => {
  const plan = await city.planOf(header + good, firm);
  const stop = new AbortController();
  stop.abort();
  expect((await city.lake.load(plan, 'tester', stop.signal)).state).toBe('cancelled');
  await expect(city.lake.rows({ dataset: plan.dataset, clearance: 'sensitive' })).rejects.toMatchObject({
    code: 'lake.noData',
  });
});

test('退回的行改好后重放，只并入这一行；没改好的再次留下；不能重放两次', async () => {
  const plan = await city.planOf(
    `${header + good},缺代码,5,2001-03-02,存续\n,也缺,5,2001-03-02,存续\n`,
    firm,
  );
  await city.lake.load(plan, 'tester');
  const letters = await kept(plan);
  const [one, two] = letters;
  if (one === undefined || two === undefined) throw new Error('no letters');
  await city.store.transaction((work) =>
    city.lake.mendLetter(work, one, { ...one.cells, 统一社会信用代码: '91310000MA1FL5E93W' }),
  );
  const replay = { ...plan, replay: [one.id, two.id] };
  expect(await city.lake.load(replay, 'tester')).toMatchObject({
    state: 'loaded',
    received: 2,
    loaded: 1,
    rejected: 1,
  });
  expect((await rowsOf(plan)).map((row) => row['name'])).toEqual(['北京甲公司', '缺代码']);
  expect((await kept(plan)).map((letter) => letter.cells['企业名称'])).toEqual(['也缺']);
  expect(await city.lake.load(replay, 'tester')).toMatchObject({
    state: 'failed',
    error: 'lake.letterHandled',
  });
});

test('两个人同时更正同一行：后保存的被告知，前一个的更正还在', async () => {
  const plan = await city.planOf(`${header},缺代码,5,2001-03-02,存续\n`, firm);
  await city.lake.load(plan, 'tester');
  const [letter] = await kept(plan);
  if (letter === undefined) throw new Error('no letter');
  const mend = (cells: object) =>
    city.store.transaction((work) => city.lake.mendLetter(work, letter, { ...letter.cells, ...cells }));
  await mend({ 统一社会信用代码: '91310000MA1FL5E93W' });
  await expect(mend({ 企业名称: '另一个名称' })).rejects.toMatchObject({ code: 'lake.letterStale' });
  const [now] = await kept(plan);
  expect(now?.cells).toMatchObject({ 统一社会信用代码: '91310000MA1FL5E93W', 企业名称: '缺代码' });
});

test('放宽的规则只计数，行照常入库；多出的列报结构漂移', async () => {
  const plan = await city.planOf(header + good.replace('存续', '吊销'), firm);
  expect(await city.lake.load(plan, 'tester')).toMatchObject({
    state: 'loaded',
    loaded: 1,
    rejected: 0,
    warned: 1,
  });
  const wider = await city.planOf(`${header.trim()},法定代表人\n${good.trim()},某某\n`, firm, {
    dataset: plan.dataset,
  });
  const batch = await city.lake.load(wider, 'tester');
  expect(batch.drift).toEqual([{ column: '法定代表人', kind: 'new' }]);
});

test('JSON 里的长数字不失真，嵌在分页外壳里也取得出', async () => {
  const fields = [
    { name: 'id', source: 'id', title: '编号', type: 'text', key: true },
    { name: 'n', source: 'n', title: '数', type: 'integer' },
  ];
  const plan = await city.planOf('[{"id":"a","n":341202199001011237},{"id":"b"}]', fields);
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'loaded', loaded: 2 });
  expect(await rowsOf(plan)).toEqual([
    { id: 'a', n: '341202199001011237' },
    { id: 'b', n: null },
  ]);
});

test('看不到的字段是掩码，也不能用它的值来查；日志里没有任何值', async () => {
  const fields = [
    { name: 'name', source: 'name', title: '姓名', type: 'text', class: 'personal' },
    { name: 'card', source: 'card', title: '身份证号', type: 'text', format: 'id-card', class: 'sensitive' },
    { name: 'n', source: 'n', title: '数', type: 'integer' },
  ];
  const plan = await city.planOf('name,card,n\n张三丰,11010519491231002X,7\n', fields);
  await city.lake.load(plan, 'tester');
  const seen = await city.lake.rows({ dataset: plan.dataset, clearance: 'internal' });
  expect(seen.rows[0]?.['n']).toBe(7);
  expect(JSON.stringify(seen.rows)).not.toMatch(/张三丰|11010519491231002X/);
  const probe = await city.lake.rows({
    dataset: plan.dataset,
    clearance: 'internal',
    where: { card: '11010519491231002X' },
  });
  expect(probe.total).toBe(0);
  expect(city.reported.join()).not.toMatch(/张三丰|110105/);
});

test('写坏的正则、重复的字段名在保存时就指出来', async () => {
  const field = (name: string, more = {}) => ({ name, source: name, title: name, type: 'text', ...more });
  const { fieldsOf } = await import('../test-support/open-test-lake.ts');
  await expect(city.lake.checkFields(fieldsOf([field('a', { pattern: '(' })]))).rejects.toMatchObject({
    code: 'lake.badField',
  });
  await expect(city.lake.checkFields(fieldsOf([field('a'), field('a')]))).rejects.toMatchObject({
    code: 'lake.badField',
  });
  await city.lake.checkFields(fieldsOf([field('a', { pattern: '[a-z]+' })]));
});

/** 代码表: what elements name, where it is used, and the rule that a column which follows an element is offered. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { sql } from '../../../../engines/store/index.ts';
import collection from '../../data-collection/system.ts';
import { dataset } from '../../data-collection/contract.ts';
import type { CodeTable } from '../code-table-routes.ts';
import system from '../system.ts';

let city: TestCity;
let authority: Caller;
beforeAll(async () => {
  city = await openTestCity({ systems: [collection, system], demo: true });
  await city.store.drain();
  authority = await city.as('catalogue-1');
}, 240_000);
afterAll(() => city.close());

async function tables(): Promise<readonly CodeTable[]> {
  const reply = await authority.get('/api/data-catalogue/code-tables');
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ tables: CodeTable[] }>().tables;
}

test('数据元引用的代码表都列出，没有录入的也看得见', async () => {
  const found = await tables();
  const sex = found.find(({ list }) => list === 'GB/T 2261.1');
  expect(sex).toMatchObject({ title: '人的性别代码', standard: 'GB/T 2261.1-2003', values: 4 });
  expect(sex?.elements.map(({ code }) => code)).toEqual(['DE00003']);
  expect(found.find(({ list }) => list === 'GB/T 3304')?.values).toBe(56);
  expect(found.find(({ list }) => list === 'GB/T 2260')).toMatchObject({ values: 0 });
});

test('字段写明数据元后：用处里看得见，质量规则建议按代码表核对；失效的代码不算', async () => {
  const rows = city.services.use(registers);
  const [set] = await rows.of(dataset).trusted.findMany(city.store.db, {
    filter: { field: 'code', is: 'equal', value: 'social-insured' },
    limit: 1,
  });
  if (set === undefined) throw new Error('no dataset');
  const basin = city.services.use(lake);
  const rulesOf = async () =>
    (await basin.quality.suggest(set.id)).filter(({ reason }) => reason.includes('GB/T 2261.1'));
  expect(await rulesOf()).toEqual([]);
  const fields = (set.fields as { name: string; type: string; codes?: unknown }[]).map((field) => ({
    ...field,
  }));
  const [text] = fields.filter(({ type, codes }) => type === 'text' && codes === undefined);
  if (text === undefined) throw new Error('no text field');
  Object.assign(text, { element: 'DE00003' });
  await city.store.transaction((work) => rows.of(dataset).trusted.update(work, 'tester', set, { fields }));
  await sql`update lake_dataset set fields = ${JSON.stringify(fields)}::jsonb where id = ${set.id}`.execute(
    city.store.db,
  );
  expect((await tables()).find(({ list }) => list === 'GB/T 2261.1')?.datasets).toMatchObject([
    { id: set.id },
  ]);
  expect(await rulesOf()).toMatchObject([
    {
      check: { kind: 'codes', field: text.name, codes: ['0', '1', '2', '9'] },
      reason: '数据元 DE00003 的代码表：GB/T 2261.1',
    },
  ]);
  const known = (await rows.codeLists.list('GB/T 2261.1')).find(({ code }) => code === '9');
  if (known === undefined) throw new Error('no code');
  await city.store.transaction((work) =>
    rows.codeLists.save(work, 'tester', { ...known, validTo: '2020-01-01' }),
  );
  expect(await rulesOf()).toMatchObject([{ check: { codes: ['0', '1', '2'] } }]);
});

async function importCodes(lines: readonly string[]): Promise<void> {
  const sheet = `代码表,代码,名称,标准和版本\n${lines.join('\n')}\n`;
  const file = await authority.upload('codes.csv', 'text/csv', Buffer.from(sheet));
  const begun = await authority.post('/api/registers/imports', {
    register: 'data-catalogue.code-value',
    file,
  });
  expect(begun.statusCode, begun.body).toBe(200);
  const batch = begun.json<{ id?: string; batch?: string }>();
  const at = `/api/registers/imports/${batch.id ?? batch.batch}`;
  const state = async () => (await authority.get(at)).json<{ state: string }>().state;
  await expect.poll(state, { timeout: 30_000 }).toBe('checked');
  const confirmed = await authority.post(`${at}/confirm`, {});
  expect(confirmed.statusCode, confirmed.body).toBe(200);
  await expect.poll(state, { timeout: 30_000 }).toBe('done');
}

test('表格导入的条目由另一人审核后才入表；本人不能审自己的，数目变了不办', async () => {
  const { id } = await city.access.admin.createSubject({
    account: 'code-reviewer',
    name: '审核员',
    kind: 'official',
    mustChange: false,
    posts: [{ role: 'data-catalogue:authority', department: 'city-data-resources', area: '341200000000' }],
  });
  const reviewer = await city.as(id);
  await importCodes(['GB/T 2260,341202,颍州区,GB/T 2260-2007', 'GB/T 2260,341203,颍东区,GB/T 2260-2007']);
  const seen = async (who: Caller) =>
    (await who.get('/api/data-catalogue/code-tables'))
      .json<{ tables: CodeTable[] }>()
      .tables.find(({ list }) => list === 'GB/T 2260');
  expect(await seen(authority)).toMatchObject({ values: 0, waiting: 2, mayDecide: 0 });
  expect(await seen(reviewer)).toMatchObject({ values: 0, waiting: 2, mayDecide: 2 });
  const decide = (who: Caller, count: number) =>
    who.post('/api/data-catalogue/code-tables/decide', { list: 'GB/T 2260', count, verdict: 'enter' });
  expect((await decide(authority, 2)).json()).toMatchObject({ code: 'data-catalogue.ownCodes' });
  expect((await decide(reviewer, 1)).json()).toMatchObject({ code: 'data-catalogue.codesMoved' });
  expect((await decide(reviewer, 2)).json()).toEqual({ done: 2 });
  await expect.poll(() => seen(reviewer), { timeout: 30_000 }).toMatchObject({ values: 2, waiting: 0 });
});

test('系统自带的代码表导不进去，只能退回；已有的代码再导入，顺序和属性不变', async () => {
  const reviewer = await city.as('code-reviewer');
  const { codeLists } = city.services.use(registers);
  const own = 'data-catalogue data-grades';
  const grades = await codeLists.list(own);
  const [known] = (await codeLists.list('GB/T 2261.1')).filter(({ order }) => order > 0);
  if (known === undefined) throw new Error('no code');
  await city.store.transaction((work) =>
    codeLists.save(work, 'tester', { ...known, attributes: { mark: 'kept' } }),
  );
  await importCodes([
    `${own},general-4,改名,无`,
    `没有数据元引用的表,1,甲,无`,
    `GB/T 2261.1,${known.code},新名称,GB/T 2261.1-2003`,
  ]);
  const decide = async (list: string, verdict: string) =>
    (
      await reviewer.post('/api/data-catalogue/code-tables/decide', {
        list,
        count: 1,
        verdict,
        opinion: '说明',
      })
    ).json<object>();
  for (const list of [own, '没有数据元引用的表']) {
    expect(await decide(list, 'enter')).toMatchObject({ code: 'data-catalogue.listClosed' });
    expect(await decide(list, 'return')).toEqual({ done: 1 });
  }
  expect(await codeLists.list(own)).toEqual(grades);
  expect(await decide('GB/T 2261.1', 'enter')).toEqual({ done: 1 });
  await expect
    .poll(async () => (await codeLists.list('GB/T 2261.1')).find(({ code }) => code === known.code), {
      timeout: 30_000,
    })
    .toMatchObject({ name: '新名称', order: known.order, attributes: { mark: 'kept' } });
});

/** Sealed fields on a real database: nothing of them lies there in plain, and they are read, found, unique, imported, converted and re-encrypted. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { defineContract } from '../../../../kernel/contract.ts';
import { CityError } from '../../../../kernel/errors.ts';
import { area, date, defineRegister, json, text } from '../../../../kernel/register.ts';
import { findPlain } from '../../../../test/support/find-plain.ts';
import { openTestStore, type TestStore } from '../../../../test/support/store.ts';
import { registerSettings } from '../test-support/settings.ts';
import { createSearch, searchTables } from '../../../search/index.ts';
import { sql } from '../../../store/index.ts';
import { createTrust, type TrustEngine, trustTables } from '../../../trust/index.ts';
import { openRegisters, type RegisterEngine } from '../create-registers.ts';
import { manageExports } from '../export/export-rows.ts';
import { type Imports, manageImports } from '../import/manage-imports.ts';
import { rowHistory } from '../row/row-history.ts';
import { registerTables } from '../shape/declare-tables.ts';
import { describeShape } from '../shape/describe-shape.ts';
import { findArea, grantAccess, locate, person } from '../test-support/lamps.ts';
import { checked, settled } from '../test-support/sheets.ts';
import { convertPlain } from './keep-sealed.ts';

const guests = defineRegister({
  title: '住客',
  owner: 'city-light',
  share: 'none',
  open: 'none',
  fields: {
    name: text({ title: '姓名', required: true, search: true }),
    place: area({ title: '区划', class: 'public' }),
    since: date({ title: '入住' }),
    idCard: text({ title: '身份证号', class: 'sensitive', mask: 'id-card', unique: true, stored: 'sealed' }),
    phone: text({
      title: '联系电话',
      class: 'personal',
      mask: 'phone',
      format: 'phone',
      filter: true,
      search: true,
      stored: 'sealed',
    }),
    visits: json({ title: '来访', class: 'sensitive', stored: 'sealed' }),
  },
  allow: { read: 'read', write: 'write', import: 'write', export: 'read', reveal: 'reveal' },
  scope: { area: 'place' },
  titleField: 'name',
});
const contract = defineContract({
  id: 'hotel',
  title: '旅馆',
  plan: [],
  permissions: { read: '查看', write: '维护', reveal: '查看脱敏内容' },
  registers: { guests },
  routes: {},
});
const granted = (id: string, clearance: 'sensitive' | 'internal') =>
  person(
    id,
    Object.fromEntries(
      ['read', 'write', 'reveal'].map((act) => [`hotel:${act}`, [{ scope: { kind: 'all' }, clearance }]]),
    ),
  );
const keeper = granted('keeper', 'sensitive');
const clerk = granted('clerk', 'internal');
const id = 'hotel.guests';
const table = 'hotel_guests';

let store: TestStore;
let trust: TrustEngine;
let engine: RegisterEngine;
let imports: Imports;
const rows = () => engine.service.of(guests);
const open = () => ({ store, engine, access: grantAccess([keeper, clerk]) });

beforeAll(async () => {
  store = await openTestStore({
    tables: [...trustTables, ...searchTables, ...registerTables([contract])],
    settings: registerSettings,
  });
  trust = createTrust({ store });
  engine = await openRegisters({
    contracts: [contract],
    store,
    access: grantAccess([keeper, clerk]),
    vault: trust.vault,
    search: createSearch({ store, words: [] }),
    findArea,
    locate,
    placesModule: new URL('../test-support/lamps.ts', import.meta.url).href,
  });
  imports = manageImports(engine);
  await store.begin();
});
afterAll(async () => {
  await trust.close();
  await store.close();
});

async function codeOf(run: Promise<unknown>): Promise<string> {
  const problem = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return problem instanceof CityError ? problem.code : String(problem);
}

const numbers = { first: '341202199001010011', second: '341202199001010038', third: '34120219900101007X' };

async function kept(row: string) {
  const found = await sql<{ phone: string; index: string | null }>`select phone, phone_index as index
    from hotel_guests where id = ${row}`.execute(store.db);
  return found.rows[0];
}

async function reseal(): Promise<unknown> {
  const job = await trust.vault.reseal('keeper');
  // On a busy machine a thousand rows take more than the second that is waited by default.
  return vi.waitFor(
    async () => {
      const status = await store.jobs.status(job);
      expect(status?.state).toBe('done');
      return status?.result;
    },
    { timeout: 60_000 },
  );
}

async function putBack(row: string, phone: string): Promise<void> {
  await sql`update hotel_guests set phone = ${phone}, phone_index = null where id = ${row}`.execute(store.db);
}

describe('库里没有明文', () => {
  test('新增、修改、导入、检索、历史和导出之后，哪张表的哪一列都找不到号码', async () => {
    const made = await rows().create(keeper, { name: '甲', idCard: numbers.first, phone: '13812345678' });
    await rows().update(keeper, made.id, 1, { phone: '13912345678' });
    const sheet = `*姓名,身份证号,联系电话\n乙,${numbers.second},13712345678\n丙,坏,123坏号码456\n丁,${numbers.first},13612345678\n`;
    const status = await checked(open(), imports, keeper, sheet, { register: id });
    expect(status).toMatchObject({ state: 'checked', valid: 1, invalid: 2 });
    const problems = await imports.problems(keeper, status.id, 10);
    expect(problems.map(({ value }) => value)).toEqual([null, null]);
    await imports.confirm(keeper, status.id, true);
    expect(await settled(imports, keeper, status.id)).toMatchObject({ state: 'done', imported: 1 });
    const exports = manageExports(engine);
    const query = { where: { phone: '13912345678' } };
    const job = await exports.start(keeper, { register: id, query, fields: ['name'], format: 'csv' });
    await vi.waitFor(async () => expect((await exports.status(keeper, job.job)).state).toBe('done'), {
      timeout: 30_000,
    });
    expect((await exports.status(keeper, job.job)).rows).toBe(1);
    expect((await rows().list(keeper, { search: '甲' })).total).toBe(1);
    const places = await findPlain(store.db, [
      ...Object.values(numbers),
      '13812345678',
      '13912345678',
      '13712345678',
      '13612345678',
      '123坏号码456',
    ]);
    expect(places).toEqual([]);
    // The looking itself finds what is there.
    expect(await findPlain(store.db, ['甲'])).toContain(`${table}.name`);
  });
});

describe('读和找', () => {
  test('有权的人看到原文，脱敏的人看到掩码，按完整号码找得到；全角、横线、空格不妨碍', async () => {
    const { rows: seen } = await rows().list(keeper, { where: { phone: '139-1234 5678' } });
    expect(seen).toMatchObject([{ name: '甲', phone: '13912345678', idCard: numbers.first }]);
    const [row] = seen;
    const masked = await rows().get(clerk, row?.id ?? '');
    expect(masked).toMatchObject({ phone: '139****5678', masked: ['idCard', 'phone'] });
    expect((await rows().list(keeper, { search: '１３９１２３４５６７８' })).total).toBe(0);
    expect((await rows().list(keeper, { search: '13912345678' })).total).toBe(1);
    expect(
      (await rows().list(keeper, { filter: { field: 'phone', is: 'unequal', value: '13912345678' } })).total,
    ).toBe(1);
    expect(
      await engine
        .desk(id)
        .governed.reveal(keeper, row?.id ?? '', 'phone', '核对')
        .catch((problem: CityError) => problem.code),
    ).toBe('registers.notMasked');
    expect(await codeOf(rows().list(clerk, { where: { phone: '13912345678' } }))).toBe('city.forbidden');
  });

  test('排序、前缀、范围、包含、分组都被拒绝', async () => {
    const asked = [
      rows().list(keeper, { sort: 'phone' }),
      rows().list(keeper, { where: { phone: '139*' } }),
      rows().list(keeper, { filter: { field: 'phone', is: 'contains', value: '139' } }),
      rows().list(keeper, { filter: { field: 'phone', is: 'at-least', value: '139' } }),
      rows().list(keeper, { filter: { field: 'name', is: 'at-most-field', other: 'phone' } }),
      engine.service.aggregate(keeper, id, {
        measures: { all: { where: { all: [] }, period: 'since' } },
        from: '2026-01-01',
        to: '2026-12-31',
        by: { field: 'phone' },
      }),
    ];
    for (const run of asked) expect(await codeOf(run)).toBe('registers.sealedField');
  });

  test('历史按原文比较，脱敏的人只见掩码', async () => {
    const [row] = (await rows().list(keeper, { search: '13912345678' })).rows;
    const { context } = engine.desk(id);
    const [latest] = await rowHistory(context, keeper, row?.id ?? '');
    expect(latest?.changes).toEqual([
      { field: 'phone', title: '联系电话', before: '13812345678', after: '13912345678' },
    ]);
    const [shown] = await rowHistory(context, clerk, row?.id ?? '');
    expect(shown?.changes[0]).toMatchObject({ before: '138****5678', after: '139****5678' });
  });

  test('号码不能重复，也不能挪到另一行', async () => {
    expect(await codeOf(rows().create(keeper, { name: '戊', idCard: ` ${numbers.first} ` }))).toBe(
      'registers.duplicate',
    );
    const [one, other] = (await rows().list(keeper, { sort: 'name' })).rows;
    await sql`update hotel_guests set phone = (select phone from hotel_guests where id = ${one?.id ?? ''})
      where id = ${other?.id ?? ''}`.execute(store.db);
    expect(await codeOf(rows().get(keeper, other?.id ?? ''))).toBe('trust.wrongContext');
    await putBack(other?.id ?? '', '13912345678');
  });
});

describe('转换和换密钥', () => {
  test('原来的明文和密文都读得到找得到，任务转换后只剩密文，同号也不会重复', async () => {
    const made = await rows().create(keeper, { name: '己', phone: '13512345678' });
    await rows().update(keeper, made.id, 1, { name: '己己' });
    await putBack(made.id, '13512345678');
    await sql`update register_history set row = jsonb_set(row, '{phone}', '"13512345678"')
      where row_id = ${made.id}`.execute(store.db);
    await sql`update hotel_guests set id_card = ${numbers.third}, id_card_index = null
      where id = ${made.id}`.execute(store.db);
    expect((await rows().get(keeper, made.id)).phone).toBe('13512345678');
    expect((await rows().list(keeper, { where: { phone: '13512345678' } })).total).toBe(1);
    expect(await codeOf(rows().create(keeper, { name: '庚', idCard: numbers.third }))).toBe(
      'registers.duplicate',
    );
    const sheet = `*姓名,身份证号\n辛,${numbers.third}\n`;
    const status = await checked(open(), imports, keeper, sheet, { register: id });
    expect(status).toMatchObject({ valid: 0, invalid: 1 });
    expect(await trust.vault.outdated()).toBeGreaterThanOrEqual(3);
    await convertPlain(store, trust.vault, [engine.desk(id).context.shape]);
    await vi.waitFor(async () => expect(await trust.vault.outdated()).toBe(0), { timeout: 30_000 });
    expect(await findPlain(store.db, ['13512345678', numbers.third])).toEqual([]);
    expect((await kept(made.id))?.phone).toMatch(/^sealed:1:data-1:/);
    expect((await rows().list(keeper, { where: { phone: '13512345678' } })).total).toBe(1);
  });

  test('换密钥后照读照找照防重，重新加密连历史一起搬走', async () => {
    await store.transaction((work) => trust.parts.keys.rotate(work, 'data'));
    await store.transaction((work) => trust.parts.keys.rotate(work, 'index'));
    expect(await codeOf(rows().create(keeper, { name: '壬', idCard: numbers.first }))).toBe(
      'registers.duplicate',
    );
    expect((await rows().list(keeper, { where: { phone: '13512345678' } })).total).toBe(1);
    expect(await trust.parts.vault.countOf('data-1')).toBeGreaterThan(3);
    expect(await reseal()).toMatchObject({ failed: 0 });
    expect(await trust.parts.vault.countOf('data-1')).toBe(0);
    expect(await trust.parts.vault.countOf('index-1')).toBe(0);
    expect((await rows().list(keeper, { where: { phone: '13512345678' } })).total).toBe(1);
    const [row] = (await rows().list(keeper, { where: { phone: '13712345678' } })).rows;
    expect(row?.name).toBe('乙');
  });

  test('任务取消后还剩的，再启动接着做', async () => {
    const many = Array.from({ length: 1200 }, (_, at) => ({
      name: `客${at}`,
      phone: `1581234${String(at).padStart(4, '0')}`,
    }));
    await store.transaction((work) => rows().trusted.insertMany(work, 'keeper', many));
    await store.transaction((work) => trust.parts.keys.rotate(work, 'data'));
    const before = await trust.vault.outdated();
    const job = await trust.vault.reseal('keeper');
    await vi.waitFor(async () => expect((await store.jobs.status(job))?.done).toBeGreaterThan(0), {
      interval: 5,
      timeout: 60_000,
    });
    await store.jobs.cancel(job, 'keeper');
    expect((await store.jobs.status(job))?.state).toMatch(/cancelled|done/);
    expect(await trust.vault.outdated()).toBeLessThan(before);
    await reseal();
    expect(await trust.vault.outdated()).toBe(0);
    expect((await rows().list(keeper, { where: { phone: '15812340007' } })).total).toBe(1);
  });
});

describe('JSON 字段', () => {
  const visits = { people: [{ name: '访客甲', phone: '13312345678' }], count: 2 };
  const later = ['13312345679', { note: '"引号" 和 \\ 斜杠' }, null, 3.5];
  const keptVisits = async (row: string) =>
    (
      await sql<{ kept: unknown; type: string }>`select visits as kept, jsonb_typeof(visits) as type
        from hotel_guests where id = ${row}`.execute(store.db)
    ).rows[0];

  test('整个值在一个密文里：新增、修改、历史之后库里找不到；读回来逐项相同，脱敏的人看不到', async () => {
    const made = await rows().create(keeper, { name: '访一', visits });
    expect(made.visits).toEqual(visits);
    await rows().update(keeper, made.id, 1, { visits: later });
    expect((await rows().get(keeper, made.id)).visits).toEqual(later);
    expect(await keptVisits(made.id)).toMatchObject({
      type: 'string',
      kept: expect.stringMatching(/^sealed:1:/),
    });
    expect(await findPlain(store.db, ['13312345678', '13312345679', '访客甲'])).toEqual([]);
    const hidden = await rows().get(clerk, made.id);
    expect(hidden).toMatchObject({ visits: null, masked: expect.arrayContaining(['visits']) });
    const { context } = engine.desk(id);
    const [latest] = await rowHistory(context, keeper, made.id);
    expect(latest?.changes[0]?.before).toContain('13312345678');
    const [shown] = await rowHistory(context, clerk, made.id);
    expect(JSON.stringify(shown)).not.toContain('1331234567');
    await rows().update(keeper, made.id, 2, { visits: null });
    expect((await rows().get(keeper, made.id)).visits).toBeNull();
  });

  test('没有盲索引：按它查、排、分组都被拒绝，库里也没有那一列', async () => {
    for (const run of [
      rows().list(keeper, { where: { visits: '1' } }),
      rows().list(keeper, { sort: 'visits' }),
      rows().list(keeper, { filter: { field: 'visits', is: 'contains', value: '133' } }),
      rows().list(keeper, { filter: { field: 'visits', is: 'equal', value: '133' } }),
    ])
      expect(await codeOf(run)).toBe('registers.sealedField');
    const columns = await sql<{ name: string }>`select column_name as name from information_schema.columns
      where table_name = 'hotel_guests' and column_name like 'visits%'`.execute(store.db);
    expect(columns.rows.map(({ name }) => name)).toEqual(['visits']);
  });

  test('原来的明文照读；转换后行和历史都只剩密文，对象、数组、字符串、数字原样；再换密钥也一样', async () => {
    const plains = [visits, later, '只是一句话 13312345670', 42, true];
    const made = await Promise.all(plains.map(() => rows().create(keeper, { name: '转换', visits: 1 })));
    for (const [at, { id: row }] of made.entries()) {
      await rows().update(keeper, row, 1, { name: '转换后' });
      const text = JSON.stringify(plains[at]);
      await sql`update hotel_guests set visits = ${text}::jsonb where id = ${row}`.execute(store.db);
      await sql`update register_history set row = jsonb_set(row, '{visits}', ${text}::jsonb)
        where row_id = ${row}`.execute(store.db);
      expect((await rows().get(keeper, row)).visits).toEqual(plains[at]);
    }
    expect(await trust.vault.outdated()).toBeGreaterThanOrEqual(10);
    await convertPlain(store, trust.vault, [engine.desk(id).context.shape]);
    await vi.waitFor(async () => expect(await trust.vault.outdated()).toBe(0), { timeout: 10_000 });
    expect(await findPlain(store.db, ['13312345678', '13312345679', '13312345670'])).toEqual([]);
    await store.transaction((work) => trust.parts.keys.rotate(work, 'data'));
    expect(await reseal()).toMatchObject({ failed: 0 });
    expect(await trust.vault.outdated()).toBe(0);
    for (const [at, { id: row }] of made.entries()) {
      expect((await rows().get(keeper, row)).visits).toEqual(plains[at]);
      expect((await keptVisits(row))?.type).toBe('string');
    }
  });

  test('密文挪到另一行读不出', async () => {
    const [one, other] = await Promise.all(
      [1, 2].map((n) => rows().create(keeper, { name: '挪', visits: n })),
    );
    await sql`update hotel_guests set visits = (select visits from hotel_guests where id = ${one?.id ?? ''})
      where id = ${other?.id ?? ''}`.execute(store.db);
    expect(await codeOf(rows().get(keeper, other?.id ?? ''))).toBe('trust.wrongContext');
  });
});

test('不能加密的字段在启动时被拒绝', () => {
  const bad = (fields: Parameters<typeof defineRegister>[0]['fields'], titleField = 'name') =>
    describeShape('hotel', 'bad', { ...guests, fields: { ...guests.fields, ...fields }, titleField });
  expect(() => bad({ phone: text({ title: '电话', stored: 'sealed' }) })).toThrow(RangeError);
  expect(() => bad({}, 'phone')).toThrow(RangeError);
  expect(() => bad({ list: json({ title: '名单', stored: 'sealed' }) })).toThrow(RangeError);
  const sought = json({ title: '名单', class: 'personal', filter: true, stored: 'sealed' });
  expect(() => bad({ list: sought })).toThrow(RangeError);
});

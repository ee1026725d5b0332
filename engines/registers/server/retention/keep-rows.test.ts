/** What a keeper of the rules sees: what is due goes by night in batches with its record, what is held or not due stays, and what is anonymised says nothing of anybody. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defineContract } from '../../../../kernel/contract.ts';
import { date, defineRegister, files, moment, subject, text } from '../../../../kernel/register.ts';
import { defineSystem } from '../../../../kernel/system.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { sql } from '../../../store/index.ts';
import { registers } from '../../service.ts';
import { describeShapes } from '../shape/describe-shape.ts';

const days = {
  title: '保存期限',
  value: 30,
  unit: '天',
  minimum: 0,
  maximum: 3650,
  source: '测试',
} as const;
const common = {
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  allow: { read: 'read' },
} as const;

const visit = defineRegister({
  ...common,
  title: '到访',
  fields: {
    guest: subject({ title: '来客' }),
    name: text({ title: '姓名', required: true, class: 'personal', mask: 'name', search: true }),
    phone: text({ title: '电话', class: 'personal', mask: 'phone' }),
    purpose: text({ title: '事由', search: true }),
    photos: files({ title: '照片', class: 'personal' }),
    leftAt: moment({ title: '离开时间', filter: true }),
  },
  scope: { subjects: ['guest'] },
  personal: { of: 'guest', correct: ['phone'] },
  retention: {
    setting: 'keep-visits',
    from: 'leftAt',
    basis: '测试依据',
    binding: false,
    action: 'anonymise',
  },
  titleField: 'purpose',
});

const pass = defineRegister({
  ...common,
  title: '通行',
  fields: { code: text({ title: '证号', unique: true }), until: date({ title: '有效期至', filter: true }) },
  retention: { setting: 'keep-passes', from: 'until', basis: '测试依据', binding: true, action: 'delete' },
  titleField: 'code',
});

const contract = defineContract({
  id: 'gate',
  title: '门岗',
  plan: [],
  permissions: { read: '查看' },
  settings: { 'keep-visits': days, 'keep-passes': days },
  registers: { visit, pass },
  routes: {},
});

let city: TestCity;
let keeper: Caller;
let guest = '';

/** 2026-11-23 10:00 in Shanghai is now. */
const at = (daysAgo: number) =>
  new Date(Date.parse('2026-11-23T02:00:00Z') - daysAgo * 86_400_000).toISOString();

async function person(account: string, roles: readonly string[]): Promise<string> {
  const { id } = await city.access.admin.createSubject({
    account,
    name: '测试人',
    kind: roles.length === 0 ? 'citizen' : 'official',
    mustChange: false,
    posts: roles.map((role) => ({ role, department: 'city-data-resources', area: '341200000000' })),
  });
  return id;
}

const rows = () => city.services.use(registers);
const visits = async () => rows().of(visit).trusted.findMany(city.store.db, { sort: 'createdAt', limit: 50 });
const passes = async () =>
  (await rows().of(pass).trusted.findMany(city.store.db, { sort: 'code', limit: 2000 })).map(
    ({ code }) => code,
  );

async function night(): Promise<void> {
  const id = await city.store.jobs.start('registers.destroy', {}, 'test');
  await expect.poll(async () => (await city.store.jobs.status(id))?.state, { timeout: 30_000 }).toBe('done');
}

async function addVisit(leftAt: string | null, name = '张来客') {
  return city.store.transaction((work) =>
    rows()
      .of(visit)
      .trusted.insert(work, guest, { guest, name, phone: '13812345678', purpose: '办事', leftAt }),
  );
}

beforeAll(async () => {
  city = await openTestCity({ systems: [defineSystem({ contract, handlers: {} })] });
  guest = await person('13700000201', []);
  await person('retention', ['registers:retention-keeper']);
  keeper = await city.as('retention');
}, 60_000);
afterAll(() => city.close());

const ruleOf = async (register: string) =>
  (await keeper.get('/api/registers/retention'))
    .json<{ rules: { register: string; due: number; held: number; soon: number }[] }>()
    .rules.find((one) => one.register === register);

describe('到期处置', () => {
  test('到期的匿名化，未到期和没有起算日的不动；历史、检索和写入人里也不再有这个人', async () => {
    const old = await addVisit(at(31));
    const recent = await addVisit(at(29));
    const open = await addVisit(null);
    await city.store.transaction(async (work) => {
      const row = await rows().of(visit).trusted.lock(work, old.id);
      if (row !== undefined) await rows().of(visit).trusted.update(work, guest, row, { name: '张改名' });
    });
    expect(await ruleOf('gate.visit')).toMatchObject({ due: 1, held: 0, soon: 1 });
    const preview = (await keeper.get('/api/registers/retention/gate.visit')).json();
    expect(preview.rows.map(({ id }: { id: string }) => id)).toEqual([old.id]);
    // A dry run changes nothing.
    expect((await visits()).map(({ name }) => name)).toEqual(['张改名', '张来客', '张来客']);
    await night();
    const after = new Map((await visits()).map((row) => [row.id, row]));
    expect(after.get(old.id)).toMatchObject({
      guest: null,
      name: '已匿名',
      phone: null,
      purpose: '办事',
      createdBy: 'anonymised',
    });
    for (const { id } of [recent, open]) expect(after.get(id)).toMatchObject({ guest, name: '张来客' });
    const kept = await sql<{
      text: string;
    }>`select row::text as text from register_history where row_id = ${old.id}`.execute(city.store.db);
    expect(kept.rows).toEqual([]);
    expect(await ruleOf('gate.visit')).toMatchObject({ due: 0 });
    const records = (await keeper.get('/api/registers/rows/registers.destruction')).json();
    expect(records.rows).toHaveLength(1);
    expect(records.rows[0]).toMatchObject({
      register: 'gate.visit',
      action: 'anonymise',
      rows: 1,
      ground: '保存期满',
    });
    expect(JSON.stringify(records)).not.toMatch(new RegExp(`${old.id}|张|13812345678`));
    // Once more does nothing and writes no second record.
    await night();
    expect((await keeper.get('/api/registers/rows/registers.destruction')).json().total).toBe(1);
  });

  test('有暂缓的不动，解除后下一夜处置', async () => {
    const held = await addVisit(at(60));
    const made = await keeper.post('/api/registers/rows/registers.hold', {
      values: { register: 'gate.visit', row: held.id, reason: '诉讼保全，见函' },
    });
    expect(made.statusCode, made.body).toBe(200);
    expect(await ruleOf('gate.visit')).toMatchObject({ due: 0, held: 1 });
    await night();
    expect((await visits()).find(({ id }) => id === held.id)?.name).toBe('张来客');
    const { row } = made.json();
    await keeper.patch(`/api/registers/rows/registers.hold/${row.id}`, {
      version: row.version,
      values: { liftedAt: at(0) },
    });
    await night();
    expect((await visits()).find(({ id }) => id === held.id)?.name).toBe('已匿名');
  });

  test('按日期起算的，当天过完再数；分批删除，一批一条记录', async () => {
    await city.store.transaction(async (work) => {
      const many = Array.from({ length: 25 }, (_, serial) => ({ code: `B${serial}`, until: '2026-01-01' }));
      // The 23rd of October is over at midnight, and thirty days later it is the 23rd of November.
      await rows()
        .of(pass)
        .trusted.insertMany(work, 'test', [
          ...many,
          { code: 'last', until: '2026-10-24' },
          { code: 'over', until: '2026-10-23' },
        ]);
      await city.store.settings.change(work, 'registers.destroy-batch', 10);
      await city.store.settings.change(work, 'registers.destroy-most', 100);
    });
    expect(await ruleOf('gate.pass')).toMatchObject({ due: 26 });
    await night();
    expect(await passes()).toEqual(['last']);
    const records = (
      await keeper.get(
        `/api/registers/rows/registers.destruction?where=${encodeURIComponent('{"register":"gate.pass"}')}`,
      )
    ).json<{ rows: { rows: number }[] }>();
    expect(records.rows.map((one) => one.rows).sort((a, b) => b - a)).toEqual([10, 10, 6]);
  });
});

test('到期的会话和消息也在其中，没有到期的留下', async () => {
  expect(await ruleOf('access.session')).toMatchObject({ due: 0 });
  await city.access.admin.openSession(guest);
  await sql`update access_session set ends_at = ${at(181)} where token_digest = (
    select token_digest from access_session where subject = ${guest} limit 1)`.execute(city.store.db);
  await sql`insert into messages_notice (id, subject, kind, title, body, told_on, created_at)
    values (gen_random_uuid(), ${guest}, 'notice', '旧消息', '内容', '2025-01-01', ${at(400)}),
      (gen_random_uuid(), ${guest}, 'notice', '新消息', '内容', '2026-11-01', ${at(22)})`.execute(
    city.store.db,
  );
  expect(await ruleOf('access.session')).toMatchObject({ due: 1 });
  await night();
  expect(await ruleOf('access.session')).toMatchObject({ due: 0 });
  const left = await sql<{
    title: string;
  }>`select title from messages_notice where subject = ${guest}`.execute(city.store.db);
  expect(left.rows).toEqual([{ title: '新消息' }]);
});

describe('声明和权限', () => {
  test('没有岗位的人看不到期限和记录', async () => {
    const citizen = await city.as(guest);
    expect((await citizen.get('/api/registers/retention')).statusCode).toBe(403);
    expect((await citizen.get('/api/registers/retention/gate.visit')).statusCode).toBe(403);
    expect((await keeper.get('/api/registers/retention/gate.none')).statusCode).toBe(404);
  });

  test('声明有误的，启动时就说', () => {
    const wrong = (register: object) => () =>
      describeShapes([{ ...contract, registers: { visit: { ...visit, ...register } } }]);
    expect(wrong({ retention: { ...visit.retention, setting: 'none' } })).toThrow(/no setting/);
    expect(wrong({ retention: { ...visit.retention, from: 'phone' } })).toThrow(/date or moment/);
    expect(wrong({ personal: { of: 'phone' } })).toThrow(/whose a row is/);
    expect(wrong({ personal: { of: 'guest', correct: ['leftAt'] } })).toThrow(/changes texts/);
    expect(wrong({ kind: 'case', retention: { ...visit.retention, action: 'delete' } })).toThrow(
      /anonymised/,
    );
  });
});

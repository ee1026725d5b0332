/** 查询目的: what needs a purpose is masked by the decision itself, shown row by row once one is stated, kept, drawn by chance, reviewed by somebody else and answered by the department. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findSystems } from '../apps/server/find-systems.ts';
import { access } from '../engines/access/index.ts';
import { registers } from '../engines/registers/index.ts';
import { sql } from '../engines/store/index.ts';
import { completeIdCard } from '../kernel/check-characters.ts';
import { type Caller, openTestCity, type TestCity } from './support/city.ts';

let city: TestCity;
let keeper: Caller;
let keeperId = '';
let reviewer: Caller;
let officer: Caller;
let rows: readonly string[] = [];
const idCards = ['34120219900101871', '34120219900101872'].map(completeIdCard);
const holder = '/api/registers/rows/city-code.holder';
const object = 'city-code.holder';

const codeOf = (answer: { json(): unknown }) => (answer.json() as { code?: string }).code;

async function official(account: string, ...roles: readonly string[]): Promise<string> {
  const { id } = await city.access.admin.createSubject({
    account,
    name: account,
    kind: 'official',
    mustChange: false,
    posts: roles.map((role) => ({ role, department: 'city-data-resources', area: '341200000000' })),
  });
  return id;
}

beforeAll(async () => {
  const systems = (await findSystems()).map(({ seed: _seed, ...one }) => one);
  city = await openTestCity({ systems, demo: true });
  keeperId = await official('档案员', 'city-code:record-keeper', 'access:look-reviewer');
  keeper = await city.as(keeperId);
  reviewer = await city.as(await official('抽查员', 'access:look-reviewer'));
  officer = await city.as(await official('安全员', 'access:look-officer'));
  const { trusted } = city.services.use(registers).rows(object);
  rows = await city.store.transaction(async (work) => {
    const made = [];
    for (const idCard of idCards)
      made.push(
        await trusted.insert(work, 'system', {
          name: '程望月',
          idCard,
          claimedAt: work.now.toISOString(),
          way: 'window',
        }),
      );
    return made.map(({ id }) => id);
  });
}, 120_000);
afterAll(() => city.close());

/** Sessions end when nobody uses them. */
async function signInAgain(): Promise<void> {
  keeper = await city.as('档案员');
  reviewer = await city.as('抽查员');
  officer = await city.as('安全员');
}

const state = (row: string | undefined, given: object = {}) =>
  keeper.post('/api/access/purposes', {
    object,
    row,
    purpose: 'request',
    reason: '本人来窗口核对',
    ...given,
  });

describe('没有说明目的', () => {
  test('判定本身就把深度收住，并说明逐条可以看到多深', async () => {
    const principal = await city.services.use(access).principalOf(keeperId);
    const decision = city.services.use(access).decide(principal, 'city-code:inspect');
    expect(decision).toMatchObject({ permit: true, clearance: 'internal', purposed: 'personal' });
    expect(city.services.use(access).decide(principal, 'city-code:inspect')).toBe(decision);
  });

  test('列表、历史和内部读取只有掩码，不能按掩码排序筛选，详情要求说明目的，答复里没有原值', async () => {
    const list = await keeper.get(holder);
    expect(list.json<{ rows: { name: string }[] }>().rows.map(({ name }) => name)).toEqual(['程**', '程**']);
    expect((await keeper.get(`${holder}?sort=name`)).statusCode).toBe(403);
    expect(
      (await keeper.get(`${holder}?where=${encodeURIComponent('{"name":"程望月"}')}`)).statusCode,
    ).not.toBe(200);
    const detail = await keeper.get(`${holder}/${rows[0]}`);
    expect(detail.statusCode).toBe(403);
    expect(detail.json()).toMatchObject({
      code: 'access.purposeNeeded',
      problems: [
        { path: 'object', message: object },
        { path: 'row', message: rows[0] },
      ],
    });
    const history = await keeper.get(`${holder}/${rows[0]}/history`);
    for (const answer of [list, detail, history]) expect(answer.body).not.toContain('程望月');
    // What is out of reach is missing, not a question.
    expect((await keeper.get(`${holder}/018f0000-0000-7000-8000-000000000000`)).statusCode).toBe(404);
    const principal = await city.services.use(access).principalOf(keeperId);
    const page = await city.services.use(registers).rows(object).list(principal, {});
    expect(JSON.stringify(page)).not.toContain('程望月');
    expect(
      JSON.stringify(
        await city.services
          .use(registers)
          .rows(object)
          .get(principal, rows[0] ?? ''),
      ),
    ).not.toContain('程望月');
  });

  test('目的要在目录里选，办案要有案号，用途不能空', async () => {
    expect(codeOf(await state(rows[0], { purpose: 'curiosity' }))).toBe('access.unknownPurpose');
    expect(codeOf(await state(rows[0], { purpose: 'case' }))).toBe('access.caseNeeded');
    expect(codeOf(await state(rows[0], { purpose: 'case', caseNumber: '<x>' }))).toBe('city.invalid');
    expect(codeOf(await state(rows[0], { reason: ' ' }))).toBe('city.invalid');
    expect(codeOf(await state('不是编号'))).toBe('city.invalid');
    expect((await keeper.get(`${holder}/${rows[0]}`)).statusCode).toBe(403);
  });
});

describe('说明目的之后', () => {
  test('只看得到说明的那一条，不超过授权的深度；列表仍是掩码；到时失效；别人不能借用', async () => {
    const stated = await state(rows[0], { purpose: 'case', caseNumber: 'CG20260101-00001' });
    expect(stated.statusCode, stated.body).toBe(200);
    const { row } = (await keeper.get(`${holder}/${rows[0]}`)).json<{ row: Record<string, unknown> }>();
    expect(row).toMatchObject({ name: '程望月', masked: ['idCard'] });
    expect(row['idCard']).not.toBe(idCards[0]);
    expect((await keeper.get(`${holder}/${rows[1]}`)).statusCode).toBe(403);
    expect((await keeper.get(holder)).body).not.toContain('程望月');
    const other = await city.as(await official('另一档案员', 'city-code:record-keeper'));
    expect(codeOf(await other.get(`${holder}/${rows[0]}`))).toBe('access.purposeNeeded');
    city.clock.advance(31 * 60_000);
    await signInAgain();
    expect(codeOf(await keeper.get(`${holder}/${rows[0]}`))).toBe('access.purposeNeeded');
  });

  test('说明留在审计里，没有人能改', async () => {
    const kept = await sql<{ detail: string }>`select detail from access_audit
      where event = 'reveal' and object_id = ${rows[0] ?? ''}`.execute(city.store.db);
    expect(JSON.parse(kept.rows[0]?.detail ?? '{}')).toMatchObject({
      purpose: 'case',
      case: 'CG20260101-00001',
    });
    await expect(sql`update access_look set reason = '改'`.execute(city.store.db)).rejects.toThrow();
    await expect(sql`delete from access_look`.execute(city.store.db)).rejects.toThrow();
  });
});

interface Samples {
  readonly rows: readonly { readonly look: string; readonly own: boolean; readonly state: string }[];
  readonly total: number;
}

async function samples(who: Caller, query = ''): Promise<Samples> {
  return (await who.get(`/api/access/looks${query}`)).json<Samples>();
}

describe('抽查', () => {
  test('按比例抽取，每人每月至少一次，再抽不重复', async () => {
    // At 1 % one look is passed nearly always; when the month is over it is drawn.
    await sql`update access_look_sample set state = 'passed'`.execute(city.store.db);
    await reviewer.post('/api/access/looks/draw');
    await sql`update access_look_sample set state = 'passed'`.execute(city.store.db);
    expect((await samples(reviewer)).total).toBe(0);
    city.clock.advance(32 * 86_400_000);
    await signInAgain();
    expect((await reviewer.post('/api/access/looks/draw')).json()).toEqual({ drawn: 1 });
    expect((await reviewer.post('/api/access/looks/draw')).json()).toEqual({ drawn: 0 });
    expect((await samples(reviewer)).total).toBe(1);
  });

  test('不能复核自己的；存疑转单位答复，各走一次；比例按单位统计', async () => {
    const [own] = (await samples(keeper)).rows;
    const look = own?.look ?? '';
    expect(own).toMatchObject({ own: true, state: 'waiting' });
    const review = (who: Caller, verdict = 'doubtful') =>
      who.post(`/api/access/looks/${look}/review`, { verdict, remark: '案号查无此件' });
    expect(codeOf(await review(keeper))).toBe('access.ownLook');
    expect((await review(officer)).statusCode).toBe(403);
    expect((await review(reviewer)).statusCode).toBe(200);
    expect(codeOf(await review(reviewer, 'proper'))).toBe('access.lookDone');
    await city.store.drain();
    await vi.waitFor(
      async () => {
        const told = await sql`select 1 from messages_notice where link = '/access/doubts'`.execute(
          city.store.db,
        );
        expect(told.rows).toHaveLength(1);
      },
      { timeout: 30_000 },
    );
    const doubts = (await officer.get('/api/access/looks/doubts')).json<Samples>();
    expect(doubts.rows).toMatchObject([{ look, state: 'doubtful' }]);
    const answer = () => officer.post(`/api/access/looks/${look}/answer`, { answer: '已核实，案号笔误' });
    expect((await answer()).statusCode).toBe(200);
    expect(codeOf(await answer())).toBe('access.lookDone');
    const { rows: rates } = (await reviewer.get('/api/access/looks/rates')).json<{ rows: object[] }>();
    expect(rates).toMatchObject([
      { department: 'city-data-resources', looks: 1, drawn: 1, reviewed: 1, doubtful: 1 },
    ]);
    expect((await samples(reviewer, '?state=doubtful&department=city-data-resources')).total).toBe(1);
  });
});

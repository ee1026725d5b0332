/** What a steward decides holds from the next build on, is undone by taking it back, and leaves its mark in the record's history; how far a value may be relied on; and small numbers that are not told. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { lake, type SubjectRecord } from '../../../engines/lake/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import catalogue from '../data-catalogue/system.ts';
import collection from '../data-collection/system.ts';
import quality from '../data-quality/system.ts';
import sharing from '../data-sharing/system.ts';
import { findLibrary } from './data/libraries.ts';
import { completeIdCard } from '../../../kernel/check-characters.ts';
import { sql } from '../../../engines/store/index.ts';
import { verifyCitizen } from '../../../test/support/citizens.ts';
import { portraitGrant } from './registers/portrait.ts';
import type { RecordReply, RecordRow } from './routes/record-routes.ts';
import type { MatchItem } from './routes/steward-routes.ts';
import { confidenceOf } from './server/confidence.ts';
import { showAreas } from './server/show-areas.ts';
import system from './system.ts';

let city: TestCity;
let steward: Caller;
let other: Caller;
let police: Caller;
beforeAll(async () => {
  city = await openTestCity({ systems: [collection, catalogue, quality, sharing, system], demo: true });
  await city.access.admin.createSubject({
    account: 'steward-2',
    name: '另一位管理员',
    kind: 'official',
    mustChange: false,
    posts: [{ role: 'base-libraries:steward', department: 'city-data-resources', area: '341200000000' }],
  });
  await city.store.drain();
  [steward, other, police] = (await Promise.all(
    ['library-1', 'steward-2', 'library-2'].map((account) => city.as(account)),
  )) as [Caller, Caller, Caller];
}, 400_000);
afterAll(() => city.close());

const at = '/api/base-libraries/libraries/population';
const population = findLibrary('population')?.dataset ?? '';
const basin = () => city.services.use(lake);
const matches = async () => (await steward.get(`${at}/matches`)).json<{ items: MatchItem[] }>().items;

/** What is asked for starts a build; waits until its rows are the visible ones. */
async function built<T>(act: () => Promise<T>): Promise<T> {
  const before = await basin().findDataset(population);
  const reply = await act();
  await vi.waitFor(
    async () => expect((await basin().findDataset(population))?.batch).not.toBe(before?.batch),
    {
      timeout: 60_000,
      interval: 200,
    },
  );
  return reply;
}

test('没有有效号码的来源行排队等人裁定：一人领取，别人不能抢；并入后建库照办，撤回就恢复', async () => {
  const waiting = (await matches()).filter((item) => item.state === 'doubtful');
  expect(waiting.length).toBeGreaterThan(0);
  const [item] = waiting;
  const of = { source: item?.source, mark: item?.mark };
  expect((await police.get(`${at}/matches`)).statusCode).toBe(403);
  expect((await steward.post(`${at}/matches/take`, of)).statusCode).toBe(200);
  expect((await other.post(`${at}/matches/take`, of)).json()).toMatchObject({
    code: 'base-libraries.takenByOther',
  });
  const decide = (who: Caller, more: object = {}) =>
    who.post(`${at}/matches/decide`, {
      ...of,
      record: item?.record,
      decision: 'merge',
      reason: '电话核实是同一人',
      ...more,
    });
  expect((await decide(other)).json()).toMatchObject({ code: 'base-libraries.takenByOther' });
  expect((await decide(steward, { mark: '1' })).json()).toMatchObject({ code: 'base-libraries.noMatch' });
  expect((await decide(steward, { reason: ' ' })).statusCode).toBe(400);
  const had = (id: string) => basin().record({ dataset: population, filter: { id }, clearance: 'sensitive' });
  const key = String((await had(item?.record ?? ''))?.values['id_card']);
  const sources = async () =>
    (await basin().record({ dataset: population, filter: { key }, clearance: 'sensitive' }))?.sources.map(
      (each) => each.source,
    );
  expect(await sources()).not.toContain(item?.source);
  const reply = await built(() => decide(steward));
  expect(reply.statusCode, reply.body).toBe(200);
  expect(await sources()).toContain(item?.source);
  const decided = (await matches()).filter((each) => each.mark === item?.mark);
  expect(decided.map((each) => each.state)).toEqual(['decided']);
  // Neither the number nor a value is told by the register of decisions.
  const kept = await steward.get('/api/registers/rows/base-libraries.decision?size=50');
  expect(kept.body).not.toContain(key);
  const { id } = reply.json<{ id: string }>();
  const withdraw = () => steward.post(`/api/base-libraries/decisions/${id}/withdraw`, { reason: '核实有误' });
  expect((await built(withdraw)).statusCode).toBe(200);
  expect(await sources()).not.toContain(item?.source);
  expect((await withdraw()).json()).toMatchObject({ code: 'base-libraries.noDecision' });
  // At one moment: one takes it, and of two words that contradict each other one counts.
  const people = [steward, other, steward, other];
  const taken = await Promise.all(people.map((who) => who.post(`${at}/matches/take`, of)));
  const [first, ...more] = people.filter((_, place) => taken[place]?.statusCode === 200);
  expect(more).toEqual([]);
  // A build names its records anew.
  const record = (await matches()).find((each) => each.mark === item?.mark)?.record;
  const both = await built(() =>
    Promise.all(['merge', 'apart'].map((decision) => decide(first ?? steward, { decision, record }))),
  );
  expect(both.map((each) => each.statusCode).toSorted()).toEqual([200, 409]);
});

test('裁定以哪个来源为准：下次建库取它的值，可信度算裁定，历史里看得到原来是谁说的、是什么事件', async () => {
  const list = await steward.post(`${at}/records`, { filter: { conflict: 'name', inSource: 'resident' } });
  const [row] = list.json<{ rows: RecordRow[] }>().rows;
  const show = async (id: string) => (await steward.get(`${at}/records/${id}`)).json<RecordReply>();
  const before = await show(row?.id ?? '');
  expect(before.origins['name']?.source).toBe('household');
  expect(before.confidence.whole).toBeGreaterThan(0);
  expect(before.mayDecide).toBe(true);
  const full = await basin().record({ dataset: population, filter: { id: row?.id }, clearance: 'sensitive' });
  const key = String(full?.values['id_card']);
  const decide = (who: Caller, more: object = {}) =>
    who.post(`${at}/records/${row?.id}/decide`, {
      field: 'name',
      source: 'resident',
      reason: '本人已更名，户籍未更新',
      ...more,
    });
  expect((await decide(police)).statusCode).toBe(403);
  expect((await decide(steward, { field: 'nation' })).json()).toMatchObject({
    code: 'base-libraries.noConflict',
  });
  const reply = await built(() => decide(steward));
  expect(reply.statusCode, reply.body).toBe(200);
  const found = await steward.post(`${at}/records`, { filter: { key } });
  const after = await show(found.json<{ rows: RecordRow[] }>().rows[0]?.id ?? '');
  expect(after.origins['name']?.source).toBe('resident');
  expect(after.decided).toEqual(['name']);
  expect(after.confidence.fields['name']).toBe(1);
  expect(after.history).toMatchObject([
    { field: 'name', wasSource: 'household', nowSource: 'resident', event: '更名' },
  ]);
  expect(JSON.stringify(after)).not.toContain(String(full?.values['name']));
});

test('可信度：来源一致、权威、新近都算分；权重是数据', () => {
  const library = findLibrary('population');
  const plan = {
    ...library,
    sources: library?.sources.map((source) => ({ ...source, dataset: population })),
  } as Parameters<typeof confidenceOf>[0];
  const now = new Date('2026-01-01T00:00:00Z');
  const record = (
    of: { same: number; of: number },
    source: string,
    moment: string | null,
  ): SubjectRecord => ({
    id: '',
    values: {},
    origins: { name: { source, dataset: '', batch: '', row: 1, at: moment } },
    agreeing: { name: of },
    decided: [],
    sources: [],
    conflicts: [],
  });
  const score = (...given: Parameters<typeof record>) =>
    confidenceOf(plan, record(...given), now).fields['name'] ?? 0;
  expect(score({ same: 3, of: 3 }, 'household', '2026-01-01')).toBe(1);
  expect(score({ same: 1, of: 3 }, 'household', '2026-01-01')).toBeLessThan(
    score({ same: 2, of: 3 }, 'household', '2026-01-01'),
  );
  expect(score({ same: 2, of: 2 }, 'insured', '2026-01-01')).toBeLessThan(
    score({ same: 2, of: 2 }, 'household', '2026-01-01'),
  );
  expect(score({ same: 2, of: 2 }, 'household', '2010-01-01')).toBeLessThan(
    score({ same: 2, of: 2 }, 'household', '2025-01-01'),
  );
  expect(
    confidenceOf(plan, { ...record({ same: 1, of: 1 }, 'household', null), origins: {} }, now).whole,
  ).toBeNull();
});

test('无权看记录的人看不到小数目，也不能从合计推出来', () => {
  const area = (code: string, rows: number, sources: readonly number[]) => ({
    area: code,
    rows,
    ended: 0,
    conflicted: 0,
    sources,
    filled: sources,
    conflicts: [],
  });
  const given = [area('341202', 500, [480, 497]), area('341203', 40, [40, 0]), area('341204', 3, [3, 1])];
  expect(showAreas(given, 0).map((each) => each.rows)).toEqual([500, 40, 3]);
  const shown = showAreas(given, 10);
  // With one of them hidden the total would tell it: the next smallest goes too.
  expect(shown.map((each) => each.rows)).toEqual([500, null, null]);
  expect(shown[0]?.sources).toEqual([480, null]);
  expect(shown[2]?.sources).toEqual([null, null]);
});

test('画像：没有授权的部门打不开；授权的目的只给它需要的部分，每次都留下记录，号码不外露', async () => {
  const civil = await city.as('library-11');
  const all = '/api/base-libraries/portraits';
  const person = await basin().record({
    dataset: findLibrary('aged-people')?.dataset ?? '',
    filter: { ended: false },
    clearance: 'sensitive',
  });
  const number = String(person?.values['id_card']);
  const ask = (who: Caller, more: object = {}) =>
    who.post(`${all}/person`, { purpose: 'relief', number, basis: '救助核对 JZ-001', ...more });
  expect((await ask(police)).statusCode).toBe(403);
  expect((await ask(civil, { purpose: 'elder-care' })).json()).toMatchObject({
    code: 'base-libraries.noGrant',
  });
  expect((await ask(civil, { purpose: 'curiosity' })).statusCode).toBe(404);
  expect((await ask(civil, { basis: ' ' })).statusCode).toBe(400);
  expect((await ask(civil, { number: '110105194912310021' })).json()).toMatchObject({
    code: 'base-libraries.noRecord',
  });
  const reply = await ask(civil);
  expect(reply.statusCode, reply.body).toBe(200);
  const drawn = reply.json<{
    parts: { title: string; open: boolean; fields: unknown[] }[];
    tags: { title: string; has: boolean; rule: string }[];
  }>();
  expect(drawn.parts.find((part) => part.title === '联系方式')).toMatchObject({ open: false, fields: [] });
  expect(drawn.parts.find((part) => part.title === '基本信息')?.open).toBe(true);
  expect(drawn.tags.find((tag) => tag.title === '高龄')).toMatchObject({ has: true });
  expect(reply.body).not.toContain(number);
  const looks = await civil.get('/api/registers/rows/base-libraries.portrait-look?size=50');
  expect(looks.json<{ rows: object[] }>().rows).toHaveLength(1);
  expect(looks.body).not.toContain(number);
  // Whoever it is of is told by his own number, and nobody else; not who it was, only of which department.
  const citizen = async (account: string, idCard: string) => {
    const { id } = await city.access.admin.createSubject({
      account,
      name: '演示市民',
      kind: 'citizen',
      mustChange: false,
      passwordHash: 'none',
    });
    await verifyCitizen(city, id, idCard, 'L3');
    return city.as(id);
  };
  const own = await citizen('13900007701', number);
  const other = await citizen('13900007702', completeIdCard('34120219400101993'));
  const told = await own.post('/api/base-libraries/own-portrait-looks', { idCard: number });
  expect(told.json()).toMatchObject({
    looks: [
      {
        department: '阜阳市民政局',
        purpose: '社会救助和保障核对',
        basis: '救助核对 JZ-001',
        parts: ['基本信息', '居住', '婚姻', '参保'],
      },
    ],
    more: false,
  });
  expect(told.body).not.toContain(number);
  expect(
    (await other.post('/api/base-libraries/own-portrait-looks', { idCard: number })).json(),
  ).toMatchObject({
    code: 'base-libraries.notOwn',
  });
  expect((await civil.post('/api/base-libraries/own-portrait-looks', { idCard: number })).statusCode).toBe(
    403,
  );
  // Trying numbers that are nobody's leaves a trace as well, without the number.
  const tried = await sql<{ detail: string }>`select detail::text as detail from access_audit
    where object_type = 'portrait' and result = 'failure'`.execute(city.store.db);
  expect(tried.rows).toHaveLength(1);
  expect(JSON.stringify(tried.rows)).not.toContain('110105194912310021');
  // What was granted runs out by itself.
  await city.store.transaction(async (work) => {
    const grants = city.services.use(registers).of(portraitGrant).trusted;
    for (const row of await grants.findMany(work.db, { limit: 10 }))
      await grants.update(work, 'test', row, { until: '2020-01-01' });
  });
  expect((await ask(civil)).json()).toMatchObject({ code: 'base-libraries.noGrant' });
});

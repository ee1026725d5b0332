/** 待办 shows exactly what a person may act on, ordered by due, quickly, with lights that are told of once. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Grant, Principal, Scope } from '../../../../kernel/access.ts';
import { newId } from '../../../../kernel/ids.ts';
import { access } from '../../../access/index.ts';
import { type MessageEngine, messages } from '../../../messages/index.ts';
import { registers } from '../../../registers/index.ts';
import { sql } from '../../../store/index.ts';
import { isCandidate } from '../case/decide-powers.ts';
import { openCaseKinds } from '../case/case-kinds.ts';
import { tellLights } from '../notice/tell-lights.ts';
import { countyA, countyB, command, openRepair, parks, repair, roads } from '../test-support/repair.ts';
import { act, dispatched, openTicket, type TestFlow } from '../test-support/test-flow.ts';
import { countToDo, listToDo, type ToDoSources } from './to-do.ts';

let flow: TestFlow;
let sources: ToDoSources;
beforeAll(async () => {
  flow = await openRepair();
  const { services, store } = flow.city;
  const kinds = openCaseKinds(services.use(registers), Object.values(repair.cases) as never);
  sources = { db: store.db, access: services.use(access), kinds };
});
afterAll(() => flow.city.close());

const whole = { type: '', stage: '', light: '', search: '', page: 1, size: 100 } as const;

interface Drawn {
  readonly permission: string;
  readonly candidate: 'area' | 'unit' | 'initiator';
  readonly area: string | null;
  readonly unit: string | null;
  readonly lead: string | null;
  readonly initiator: string;
  readonly holder: string | null;
}

const people = ['p1', 'p2'] as const;
const places = [null, countyA, countyB, '341202001000', '341202001001001'] as const;
const organs = [null, roads, parks, command] as const;

const anyItem: fc.Arbitrary<Drawn> = fc.record({
  permission: fc.constantFrom('repair:accept', 'repair:handle', 'other:handle'),
  candidate: fc.constantFrom('area', 'unit', 'initiator'),
  area: fc.constantFrom(...places),
  unit: fc.constantFrom(...organs),
  lead: fc.constantFrom(...organs),
  initiator: fc.constantFrom(...people),
  holder: fc.constantFrom(null, null, ...people),
});

const anyScope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant<Scope>({ kind: 'all' }),
  fc
    .constantFrom(countyA, countyB, '341200000000', '341202001000')
    .map((area): Scope => ({ kind: 'area', area })),
  fc.constantFrom(roads, parks).map((department): Scope => ({ kind: 'department', department })),
  fc.constant<Scope>({ kind: 'self', subject: 'p1' }),
);

const anyGrants: fc.Arbitrary<readonly Grant[]> = fc.array(
  anyScope.map((scope): Grant => ({ scope, clearance: 'internal' })),
  { maxLength: 3 },
);

const anyPrincipal = fc
  .record({ accept: anyGrants, handle: anyGrants, departments: fc.subarray([roads, parks, command]) })
  .map(
    ({ accept, handle, departments }): Principal => ({
      id: 'p1',
      name: '某人',
      kind: 'official',
      departments,
      grants: new Map([
        ['repair:accept', accept],
        ['repair:handle', handle],
      ]),
      sessionId: undefined,
    }),
  );

async function putItems(items: readonly Drawn[]): Promise<readonly string[]> {
  await sql`delete from flow_work_item where stage = 'drawn'`.execute(sources.db);
  const ids: string[] = [];
  for (const item of items) {
    const id = newId();
    ids.push(id);
    await sql`insert into flow_work_item (id, case_id, type, number, title, stage, stage_title, permission, candidate, area, unit, lead_unit,
      initiator, person, holder, created_at, since) values (${id}, ${id}, 'repair.ticket', 'N', 'T', 'drawn', 'drawn', ${item.permission},
      ${item.candidate}, ${item.area}, ${item.unit}, ${item.lead}, ${item.initiator}, ${item.holder}, ${item.holder}, now(), 1)`.execute(
      sources.db,
    );
  }
  return ids;
}

describe('待办清单', () => {
  test('与“能不能办”的判断逐件一致', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyItem, { minLength: 1, maxLength: 12 }),
        anyPrincipal,
        async (items, principal) => {
          const ids = await putItems(items);
          const shown = await listToDo(sources, principal, { ...whole, stage: 'drawn' }, new Date());
          const expected = ids.filter((_, index) => {
            const item = items[index];
            if (item === undefined) return false;
            const sides = {
              area: item.area ?? undefined,
              departments: [item.unit, item.lead].flatMap((each) => (each === null ? [] : [each])),
              subjects: [item.initiator, ...(item.holder === null ? [] : [item.holder])],
            };
            const decision = sources.access.decide(principal, item.permission);
            return isCandidate(principal, item.candidate, decision, sides, {
              unit: item.unit,
              person: item.holder,
              claimedBy: null,
            });
          });
          expect(shown.rows.map((row) => row.id).sort()).toEqual([...expected].sort());
          expect(shown.total).toBe(expected.length);
          const counted = await countToDo(sources, principal, new Date());
          expect(
            counted.filter((each) => each.stage === 'drawn').reduce((sum, each) => sum + each.count, 0),
          ).toBe(expected.length);
        },
      ),
      { numRuns: 60 },
    );
    await sql`delete from flow_work_item where stage = 'drawn'`.execute(sources.db);
  });

  test('按到期先后,可按类型、环节、灯筛选,办完即离开待办进入已办', async () => {
    const { people: who, city } = flow;
    const first = await openTicket(flow, who.citizen, { subject: '先报的' });
    city.clock.advance(60_000);
    const second = await openTicket(flow, who.citizen, { subject: '后报的' });
    const desk = await city.as(who.clerk);
    const list = async (query = '') => (await desk.get(`/api/flow/to-do?${query}`)).json();
    const rows = (await list()).rows as { caseId: string; light: string; typeTitle: string }[];
    expect(rows.map((row) => row.caseId).slice(-2)).toEqual([first.id, second.id]);
    expect(rows[0]).toMatchObject({ light: 'green', typeTitle: '报修' });
    expect((await list('light=red')).total).toBe(0);
    expect((await list('stage=handle')).total).toBe(0);
    expect((await list(`search=${encodeURIComponent('后报')}`)).rows).toHaveLength(1);
    expect((await list('search=%25')).total).toBe(0);
    expect((await (await city.as(who.clerkB)).get('/api/flow/to-do')).json().total).toBe(0);
    const counts = (await desk.get('/api/flow/counts')).json();
    expect(counts.stages).toEqual([
      {
        type: 'repair.ticket',
        typeTitle: '报修',
        stage: 'accept',
        stageTitle: '受理',
        count: rows.length,
        yellow: 0,
        red: 0,
      },
    ]);
    await act(flow, who.clerk, first, 'refuse', { opinion: '不属范围' });
    expect((await list()).total).toBe(rows.length - 1);
    const done = (await desk.get('/api/flow/done')).json().rows;
    expect(done[0]).toMatchObject({
      caseId: first.id,
      action: 'refuse',
      actionTitle: '不予受理',
      late: false,
    });
    expect((await city.visitor.get('/api/flow/to-do')).statusCode).toBe(401);
  });

  test('批量办理,办不成的一件不影响其他', async () => {
    const { people: who, city } = flow;
    const cases = [
      await openTicket(flow, who.citizen),
      await openTicket(flow, who.citizen),
      await openTicket(flow, who.citizen, { caseArea: countyB }),
    ];
    const reply = await (await city.as(who.clerk)).post('/api/flow/batches', {
      type: 'repair.ticket',
      action: 'dispatch',
      unit: roads,
      cases: cases.map(({ id, version }) => ({ id, version })),
    });
    const results = reply.json().results as { done: boolean; code: string | null }[];
    expect(results.map((each) => [each.done, each.code])).toEqual([
      [true, null],
      [true, null],
      [false, 'city.missing'],
    ]);
  });

  test('待审定的申请只列给能审的人', async () => {
    const { people: who, city } = flow;
    const sent = await dispatched(flow);
    await act(flow, who.worker, sent, 'verb.suspend', { opinion: '等料' });
    const list = async (whom: string) => (await (await city.as(whom)).get('/api/flow/requests')).json().rows;
    expect(await list(who.clerk)).toMatchObject([
      { caseId: sent.id, kindTitle: '缓办', reason: '等料', state: 'open' },
    ]);
    expect(await list(who.clerkB)).toEqual([]);
    expect(await list(who.worker)).toEqual([]);
    expect((await (await city.as(who.clerk)).get('/api/flow/counts')).json().requests).toBe(1);
  });
});

describe('时限灯', () => {
  test('快到期与已超时各提醒一次,几个进程同时查也只一次', async () => {
    const { people: who, city } = flow;
    await sql`update flow_work_item set tell_at = null`.execute(city.store.db);
    const sent = await dispatched(flow);
    const teller = city.services.use(messages);
    const told = async () => {
      const counts = await Promise.all([1, 2, 3].map(() => tellLights(city.store, teller, sources.kinds)));
      return counts.reduce((sum, each) => sum + each, 0);
    };
    expect(await told()).toBe(0);
    city.clock.set('2026-11-24T01:30:00Z');
    expect(await told()).toBe(1);
    expect(await told()).toBe(0);
    const light = async () =>
      (await (await city.as(who.worker)).get(`/api/flow/to-do?search=${sent.number}`)).json().rows[0]?.light;
    expect(await light()).toBe('yellow');
    city.clock.set('2026-11-24T02:30:00Z');
    expect(await told()).toBe(1);
    expect(await told()).toBe(0);
    expect(await light()).toBe('red');
    const found = await sql<{
      title: string;
    }>`select title from messages_notice where subject = ${who.worker} and kind = 'deadline' order by created_at`.execute(
      city.store.db,
    );
    expect(found.rows.map((row) => row.title)).toEqual([`即将到期 ${sent.number}`, `已超时 ${sent.number}`]);
  });

  test('超时提醒无人看,按工作时间升级到督办员;办完就不再升级', async () => {
    const { people: who, city } = flow;
    city.clock.set('2026-11-25T01:30:00Z');
    await sql`update flow_work_item set tell_at = null`.execute(city.store.db);
    await sql`delete from messages_escalation`.execute(city.store.db);
    const sent = await dispatched(flow);
    const done = await dispatched(flow);
    const teller = city.services.use(messages) as MessageEngine;
    const risen = async () => {
      const found = await sql<{ title: string }>`select title from messages_notice
        where subject = ${who.chief} and title like '[升级提醒]%'`.execute(city.store.db);
      return found.rows.map((row) => row.title);
    };
    city.clock.set('2026-11-26T02:30:00Z');
    await tellLights(city.store, teller, sources.kinds);
    await act(flow, who.worker, done, 'done', { values: { result: '已修' } });
    await city.store.drain();
    // Two working hours, and two more: nobody looked.
    city.clock.set('2026-11-26T07:00:00Z');
    await teller.deliver();
    expect(await risen()).toEqual([]);
    city.clock.set('2026-11-26T10:00:00Z');
    await teller.deliver();
    expect(await risen()).toEqual([`[升级提醒] 已超时 ${sent.number}`]);
  });
});

test('常用意见各管各的', async () => {
  const { people: who, city } = flow;
  const clerk = await city.as(who.clerk);
  const made = (await clerk.post('/api/flow/phrases', { text: '同意' })).json();
  const other = await city.as(who.worker);
  expect((await other.patch(`/api/flow/phrases/${made.id}`, { text: '改' })).statusCode).toBe(404);
  expect((await other.del(`/api/flow/phrases/${made.id}`)).statusCode).toBe(404);
  await clerk.patch(`/api/flow/phrases/${made.id}`, { text: '同意,请尽快办理' });
  expect((await clerk.get('/api/flow/phrases')).json()).toMatchObject([{ text: '同意,请尽快办理' }]);
  expect((await clerk.del(`/api/flow/phrases/${made.id}`)).statusCode).toBe(200);
  // Beside his own there are those that the city offers, each with its source.
  const common = (await clerk.get('/api/registers/code-lists/entries?list=flow-opinions')).json();
  expect(common.entries[0]).toMatchObject({
    name: '同意。',
    source: expect.stringContaining('常用批办用语'),
  });
});

test('新待办告知能办的人,不告知别县的', async () => {
  const { people: who, city } = flow;
  await city.store.drain();
  await sql`delete from messages_notice`.execute(city.store.db);
  const made = await openTicket(flow, who.citizen);
  await city.store.drain();
  const found = await sql<{
    subject: string;
    title: string;
    link: string;
  }>`select subject, title, link from messages_notice`.execute(city.store.db);
  expect(found.rows.map((row) => row.subject)).toContain(who.clerk);
  expect(found.rows.map((row) => row.subject)).not.toContain(who.clerkB);
  expect(found.rows[0]).toMatchObject({
    title: `待受理 ${made.number}`,
    link: `/flow/cases/repair.ticket/${made.id}`,
  });
});

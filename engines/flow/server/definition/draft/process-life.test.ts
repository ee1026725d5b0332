/** 流程定义的一生:草稿、校验、发布、停用;在办案件不受影响;谁可以做什么。 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../../../test/support/city.ts';
import type { Draft, NodeHeat, ProcessInfo } from '../../../routes/definition-routes.ts';
import type { FlowTables } from '../../tables.ts';
import { command, countyA, openRepair, roads, type TestFlow, ticket } from '../../test-support/repair.ts';
import { act, openTicket } from '../../test-support/test-flow.ts';
import { openDefinitions } from '../keep-definitions.ts';

const api = '/api/flow';
const type = 'repair.ticket';
let flow: TestFlow;
let designer: Caller;
let token: string;

beforeAll(async () => {
  flow = await openRepair();
  const { id } = await flow.city.access.admin.createSubject({
    account: 'designer',
    name: '冯八',
    kind: 'official',
    posts: [{ role: 'flow:designer', department: command, area: countyA }],
    passwordHash: 'none',
    mustChange: false,
  });
  designer = await flow.city.as(id);
  token = await flow.city.access.admin.openSession(id);
});
afterAll(() => flow.city.close());

async function begin(input: object = {}): Promise<Draft> {
  const reply = await designer.post(`${api}/processes/${type}/drafts`, input);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<Draft>();
}

async function info(): Promise<ProcessInfo> {
  const all = (await designer.get(`${api}/processes`)).json<ProcessInfo[]>();
  const found = all.find((one) => one.type === type);
  if (found === undefined) throw new Error('no process');
  return found;
}

const path = (draft: Draft) => `${api}/drafts/${draft.id}`;

async function drop(draft: Draft): Promise<void> {
  const reply = await flow.city.app.inject({
    method: 'DELETE',
    url: path(draft),
    cookies: { city_session: token },
    headers: { 'x-city-request': '1' },
    payload: { revision: draft.revision },
  });
  expect(reply.statusCode, reply.body).toBe(200);
}

describe('流程草稿', () => {
  test('从系统声明的版本画出草稿,能看出还缺什么', async () => {
    const draft = await begin();
    expect(draft).toMatchObject({
      typeTitle: '报修',
      basedOn: 1,
      revision: 1,
      state: 'draft',
      changedBy: '冯八',
    });
    expect(draft.xml).toContain('city:candidate');
    expect(draft.problems.filter((problem) => problem.severity === 'error')).toEqual([]);
    expect(draft.problems.map((problem) => problem.rule)).toContain('check.limit');
    await drop(draft);
  });

  test('同一类型只有一份草稿', async () => {
    const draft = await begin();
    const second = await designer.post(`${api}/processes/${type}/drafts`, {});
    expect(second.json()).toMatchObject({
      code: 'flow.draftExists',
      message: '“报修”已有草稿，请在原草稿上修改',
    });
    await drop(draft);
  });

  test('两人同时改,后保存的被告知', async () => {
    const draft = await begin();
    const changed = draft.xml.replace('name="处理"', 'name="现场处理"');
    const first = await designer.patch(path(draft), { revision: 1, xml: changed });
    expect(first.json<Draft>()).toMatchObject({ revision: 2, xml: changed });
    const late = await designer.patch(path(draft), { revision: 1, xml: draft.xml });
    expect(late.json()).toMatchObject({ code: 'city.stale' });
    await drop({ ...draft, revision: 2 });
  });

  test('不是流程的文件不保存,原草稿不变', async () => {
    const draft = await begin();
    const bad = await designer.patch(path(draft), {
      revision: 1,
      xml: '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>',
    });
    expect(bad.json()).toMatchObject({ code: 'flow.xmlForbidden' });
    expect((await designer.get(path(draft))).json<Draft>()).toMatchObject({
      revision: 1,
      xml: draft.xml,
    });
    await drop(draft);
  });
});

describe('发布', () => {
  test('校验通过才能发布;发布后新案件用新版本,在办案件留在原版本;停用后回到声明的版本', async () => {
    const old = await openTicket(flow, flow.people.citizen);
    const draft = await begin();
    const at = path(draft);
    expect((await designer.post(`${at}/publication`, { revision: 1 })).json()).toMatchObject({
      code: 'flow.notChecked',
    });

    const checked = (await designer.post(`${at}/check`, { revision: 1 })).json<Draft>();
    expect(checked).toMatchObject({ state: 'checked', revision: 1 });
    const published = await designer.post(`${at}/publication`, { revision: 1, note: '首次本地发布' });
    expect(published.json()).toEqual({ type, version: 1001 });

    const now = await info();
    expect(now.draft).toBeNull();
    expect(now.versions).toMatchObject([
      {
        version: 1001,
        origin: 'drawn',
        state: 'published',
        inForce: true,
        publishedBy: '冯八',
        note: '首次本地发布',
      },
      { version: 1, origin: 'declared', inForce: false },
    ]);
    const { engine } = flow.city.services.use({ id: 'flow' }) as unknown as {
      engine: { kinds: Parameters<ReturnType<typeof openDefinitions>['keep']>[0] };
    };
    const definitions = openDefinitions(flow.city.store);
    const kind = engine.kinds.get(type);
    expect(await definitions.inForce(kind)).toMatchObject({ version: 1001, number: ticket.process.number });
    const caseRow = await kind.rows.trusted.find(flow.city.store.db, old.id);
    expect(caseRow).toMatchObject({ processVersion: 1 });

    const fresh = await openTicket(flow, flow.people.citizen);
    expect(await kind.rows.trusted.find(flow.city.store.db, fresh.id)).toMatchObject({
      processVersion: 1001,
      stage: 'accept',
    });
    const sent = await act(flow, flow.people.clerk, fresh, 'dispatch', { unit: roads });
    expect(sent).toMatchObject({ stage: 'handle', status: 'open' });
    const oldSent = await act(flow, flow.people.clerk, old, 'dispatch', { unit: roads });
    expect(oldSent).toMatchObject({ stage: 'handle', status: 'open' });

    const heat = (await designer.get(`${api}/processes/${type}/heat?days=30`)).json<NodeHeat[]>();
    expect(heat.find(({ node }) => node === 'accept')).toMatchObject({
      done: 2,
      late: 0,
      median: 0,
      open: 0,
    });
    expect(heat.find(({ node }) => node === 'handle')).toMatchObject({ done: 0, median: null, open: 2 });

    const kept = (await designer.get(`${api}/processes/${type}/versions/1001`)).json<{ xml: string }>();
    expect(kept.xml).toBe(draft.xml);

    const retire = (version: number) =>
      designer.post(`${api}/processes/${type}/versions/${version}/retirement`, { reason: '有误' });
    expect((await retire(1)).json()).toMatchObject({ code: 'flow.declaredVersion' });
    expect((await retire(1001)).statusCode).toBe(200);
    expect((await retire(1001)).json()).toMatchObject({ code: 'flow.versionGone' });
    expect((await info()).versions).toMatchObject([
      { version: 1001, state: 'retired', inForce: false },
      { version: 1, inForce: true },
    ]);
    expect(await openDefinitions(flow.city.store).inForce(kind)).toMatchObject({ version: 1 });
  });

  test('条件里写了没有的字段,校验时就指出在哪一条线上', async () => {
    const draft = await begin();
    const at = path(draft);
    const conditioned = (text: string) =>
      draft.xml.replace(
        /<bpmn:sequenceFlow ([^>]*)\/>/,
        `<bpmn:sequenceFlow $1><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${text}</bpmn:conditionExpression></bpmn:sequenceFlow>`,
      );
    const rules = async (text: string, revision: number) => {
      const saved = await designer.patch(at, { revision, xml: conditioned(text) });
      return saved
        .json<Draft>()
        .problems.filter(({ rule }) => rule === 'check.expression')
        .map(({ message, element }) => [message, element === null]);
    };
    expect(await rules('subjcet = "路灯"', 1)).toEqual([
      ['公式“subjcet = "路灯"”没有名为“subjcet”的变量', false],
    ]);
    // Its own fields, those that the engine keeps, and the case itself.
    expect(await rules('subject = "路灯" and urged = 0 and case.unit = null', 2)).toEqual([]);
    await drop({ ...draft, revision: 3 });
  });

  test('有错误的草稿校验不过,改过的要重新校验', async () => {
    const draft = await begin();
    const at = path(draft);
    const broken = draft.xml.replace('permission="handle"', 'permission="fly"');
    await designer.patch(at, { revision: 1, xml: broken });
    const looked = (await designer.post(`${at}/check`, { revision: 2 })).json<Draft>();
    expect(looked.state).toBe('draft');
    expect(looked.problems[0]).toMatchObject({ rule: 'check.permission', element: 'handle', name: '处理' });
    expect(looked.problems[0]?.line).toBeGreaterThan(1);
    await designer.patch(at, { revision: 2, xml: draft.xml });
    await designer.post(`${at}/check`, { revision: 3 });
    await designer.patch(at, { revision: 3, xml: draft.xml.replace('name="处理"', 'name="办"') });
    expect((await designer.post(`${at}/publication`, { revision: 4 })).json()).toMatchObject({
      code: 'flow.notChecked',
    });
    await drop({ ...draft, revision: 4 });
  });
});

describe('权限和记录', () => {
  test('没有权限的人看不到也改不了', async () => {
    const clerk = await flow.city.as(flow.people.clerk);
    expect((await clerk.get(`${api}/processes`)).statusCode).toBe(403);
    expect((await clerk.post(`${api}/processes/${type}/drafts`, {})).statusCode).toBe(403);
    expect((await flow.city.visitor.get(`${api}/processes`)).statusCode).toBe(401);
  });

  test('草稿和发布都留下审计', async () => {
    const lines = await flow.city.store.db
      .withTables<FlowTables & { access_audit: { object_type: string; event: string } }>()
      .selectFrom('access_audit')
      .select(['object_type', 'event'])
      .where('object_type', 'in', ['process', 'process-draft'])
      .execute();
    const kinds = new Set(lines.map((line) => `${line.object_type} ${line.event}`));
    expect([...kinds].sort()).toEqual([
      'process config',
      'process-draft create',
      'process-draft delete',
      'process-draft update',
    ]);
  });
});

/** 在办案件迁移到新版本:预览不动案件,迁移一件一个事务,会签、并行和定时器都接得上,记在流转记录里。 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../../../test/support/city.ts';
import type { ProcessModel } from '../../../../../kernel/process.ts';
import { sql } from '../../../../store/index.ts';
import type { Draft } from '../../../routes/definition-routes.ts';
import type { Migrated, MigrationPreview } from '../../../routes/migration-routes.ts';
import { documentModel, openOffice, type TestOffice } from '../../test-support/document.ts';
import { makePerson } from '../../test-support/make-person.ts';
import {
  actPaper,
  atCountersign,
  openPaper,
  seen,
  shownSigners,
  signature,
  todo,
} from '../../test-support/test-office.ts';
import { writeModel } from '../../bpmn/write/write-model.ts';

const type = 'papers.paper';
const api = `/api/flow/processes/${type}`;
let office: TestOffice;
let keeper: Caller;

/** 会签 becomes 联合会签 with a reminder of its own; 归档 is called otherwise; a step before the end is new. */
function secondVersion(): ProcessModel {
  const { countersign, archive, remind, ...rest } = documentModel.nodes;
  if (countersign?.kind !== 'user' || archive?.kind !== 'user' || remind?.kind !== 'boundary')
    throw new Error('the model has changed');
  const names: Readonly<Record<string, string>> = { countersign: 'joint', archive: 'file', remind: 'nudge' };
  const renamed = (id: string) => names[id] ?? id;
  return {
    ...documentModel,
    nodes: {
      ...rest,
      joint: { ...countersign, title: '联合会签' },
      chase: {
        kind: 'boundary',
        title: '催会签',
        host: 'joint',
        on: { kind: 'timer', after: { amount: 6, unit: 'work-hour' } },
        interrupting: false,
      },
      chased: { kind: 'manual', title: '已催会签' },
      file: { ...archive, title: '存档' },
      nudge: remind,
      told: { kind: 'end', title: '已提醒' },
    },
    flows: [
      ...documentModel.flows.map((flow) => ({ ...flow, from: renamed(flow.from), to: renamed(flow.to) })),
      { id: 'f11', from: 'chase', to: 'chased' },
      { id: 'f12', from: 'chased', to: 'told' },
      { id: 'f13', from: 'reminded', to: 'told' },
    ],
  };
}

async function publish(model: ProcessModel): Promise<number> {
  const xml = await writeModel(model, { id: type });
  const made = await keeper.post(`${api}/drafts`, { xml });
  expect(made.statusCode, made.body).toBe(200);
  const draft = made.json<Draft>();
  expect(draft.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const at = `/api/flow/drafts/${draft.id}`;
  await keeper.post(`${at}/check`, { revision: 1 });
  return (await keeper.post(`${at}/publication`, { revision: 1 })).json<{ version: number }>().version;
}

let second: number;
const opened: Record<string, string> = {};

beforeAll(async () => {
  office = await openOffice();
  const { city, people } = office;
  const post = { role: 'flow:designer', department: 'city-urban-management', area: '341200000000' };
  keeper = await city.as(await makePerson(city, { account: 'keeper', name: '褚十', post }));
  // All of them on the first version: one signer of two has answered; 分发 is done and 归档 not; a reminder runs.
  opened['signing'] = await atCountersign(office, [people.road, people.water]);
  await actPaper(office, people.road, opened['signing'], 'agree', { opinion: '道路无意见' });
  await actPaper(office, people.water, opened['signing'], 'verb.add-signer', {
    target: { position: 'parallel', people: [{ unit: null, person: people.water2 }] },
  });
  opened['forked'] = await signedOff();
  await actPaper(office, people.reviewer, opened['forked'], 'done');
  opened['timed'] = await atCountersign(office, [people.road]);
  await actPaper(office, people.road, opened['timed'], 'agree', { opinion: '同意' });
  opened['drafted'] = (await openPaper(office)).id;
  second = await publish(secondVersion());
});
afterAll(() => office.city.close());

async function signedOff(): Promise<string> {
  const { people } = office;
  const id = await atCountersign(office, [people.road]);
  await actPaper(office, people.road, id, 'agree', { opinion: '同意' });
  await actPaper(office, people.head, id, 'sign', { signature: await signature(office, people.head) });
  return id;
}

async function preview(map?: Readonly<Record<string, string>>): Promise<MigrationPreview> {
  const reply = await keeper.post(`${api}/migration-previews`, {
    from: 1,
    to: second,
    ...(map ? { map } : {}),
  });
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<MigrationPreview>();
}

async function versionOf(id: string): Promise<number> {
  const found = await sql<{
    version: number;
  }>`select process_version as version from ${sql.table('papers_paper')}
    where id = ${id}::uuid`.execute(office.city.store.db);
  return found.rows[0]?.version ?? 0;
}

async function waitsOf(id: string): Promise<readonly string[]> {
  const found = await sql<{
    due: string;
  }>`select kind || ' ' || coalesce(due_at::text, '') as due from flow_wait
    where case_id = ${id}::uuid order by 1`.execute(office.city.store.db);
  return found.rows.map(({ due }) => due);
}

const full = { countersign: 'joint', archive: 'file', remind: 'nudge' };

describe('迁移之前', () => {
  test('预览说出哪些案件从哪里到哪里,没有对应节点的说明原因;什么也没有改', async () => {
    const shown = await preview();
    expect(shown.map).toMatchObject({ draft: 'draft', 'sign-off': 'sign-off', remind: 'nudge' });
    expect(shown.map).not.toHaveProperty('countersign');
    const of = (name: string) => shown.cases.find(({ id }) => id === opened[name]);
    expect(of('drafted')).toMatchObject({ moves: [{ from: '拟稿', to: '拟稿' }], problems: [] });
    expect(of('signing')?.problems).toEqual(['“会签”没有对应的节点']);
    expect(shown.nodes.find(({ node }) => node === 'countersign')).toMatchObject({
      title: '会签',
      kindTitle: '用户任务',
      cases: 1,
      to: null,
    });
    expect(shown.nodes[0]?.cases).toBeGreaterThan(0);
    expect(await versionOf(opened['drafted'] ?? '')).toBe(1);
    const better = await preview({ ...shown.map, ...full });
    expect(better.cases.flatMap(({ problems }) => problems)).toEqual([]);
  });

  test('没有权限的人不能预览也不能迁移;没有的版本、停用的版本、同一版本都不行', async () => {
    const clerk = await office.city.as(office.people.admin);
    const asked = { from: 1, to: second, map: {}, cases: [opened['drafted']], reason: '换版' };
    expect((await clerk.post(`${api}/migration-previews`, { from: 1, to: second })).statusCode).toBe(403);
    expect((await clerk.post(`${api}/migrations`, asked)).statusCode).toBe(403);
    const code = async (more: object) =>
      (await keeper.post(`${api}/migrations`, { ...asked, ...more })).json<{ code: string }>().code;
    expect(await code({ to: 1 })).toBe('flow.sameVersion');
    expect(await code({ to: 4000 })).toBe('city.missing');
    expect(await code({ reason: '' })).toBe('city.invalid');
  });
});

describe('迁移', () => {
  async function migrate(names: readonly string[], map: Readonly<Record<string, string>>) {
    const cases = names.map((name) => opened[name] ?? '');
    const reply = await keeper.post(`${api}/migrations`, {
      from: 1,
      to: second,
      map,
      cases,
      reason: '启用新流程',
    });
    expect(reply.statusCode, reply.body).toBe(200);
    return reply.json<Migrated>().results;
  }

  test('停在没有对应的节点上的不迁移,别的照常;重复迁移不再做', async () => {
    const { map } = await preview();
    const results = await migrate(['signing', 'drafted'], map);
    expect(results.map(({ done, message }) => [done, message])).toEqual([
      [false, '“会签”没有对应的节点'],
      [true, null],
    ]);
    expect(await versionOf(opened['signing'] ?? '')).toBe(1);
    expect((await migrate(['drafted'], map))[0]).toMatchObject({ done: false, message: '已不在原版本上' });
    const shown = await seen(office, office.people.clerk, opened['drafted'] ?? '');
    expect(shown.timeline.at(-1)).toMatchObject({
      title: '流程迁移：系统第 1 版改为本地第 1 版',
      actorName: '褚十',
      opinion: '启用新流程',
    });
  });

  test('会签办到一半:签过的算数,加签的还在,没签的在新环节接着签,多出来的提醒开始计时', async () => {
    const { people } = office;
    const id = opened['signing'] ?? '';
    const { map } = await preview();
    expect(await waitsOf(id)).toEqual([]);
    const { version } = await seen(office, people.water, id);
    expect(await migrate(['signing'], { ...map, ...full })).toMatchObject([{ done: true }]);
    const shown = await seen(office, people.water, id);
    expect([shown.stage, shown.stageTitle]).toEqual(['joint', '联合会签']);
    expect(shownSigners(shown)).toEqual(['李四 done', '周五 open', '吴六(并加签) open']);
    expect(await todo(office, people.water, shown.number)).toEqual(['联合会签']);
    expect(await waitsOf(id)).toHaveLength(1);
    // The form that he had open belongs to the old version.
    const late = await (await office.city.as(people.water)).post(`/api/flow/cases/${type}/${id}/acts`, {
      version,
      action: 'agree',
      opinion: '同意',
    });
    expect(late.json()).toMatchObject({ code: 'city.stale' });
    await actPaper(office, people.water, id, 'agree', { opinion: '水务无意见' });
    expect((await seen(office, people.clerk, id)).stage).toBe('joint');
    await actPaper(office, people.water2, id, 'agree', { opinion: '同意' });
    const signed = await seen(office, people.clerk, id);
    expect(signed.stage).toBe('sign-off');
    const asClerk = signed.timeline.map(({ title }) => title);
    expect(asClerk.filter((title) => title === '同意')).toHaveLength(3);
  });

  test('并行的一路等着汇合、一路还在机器那里:都迁过去,办完就结束', async () => {
    const { people, city } = office;
    const id = opened['forked'] ?? '';
    const { map } = await preview();
    const before = await waitsOf(id);
    expect(await migrate(['forked'], { ...map, ...full })).toMatchObject([{ done: true }]);
    expect((await waitsOf(id)).map((wait) => wait.split(' ')[0])).toEqual(
      before.map((wait) => wait.split(' ')[0]),
    );
    const job = await city.store.jobs.start('flow.timers', {}, 'test');
    await expect
      .poll(async () => (await city.store.jobs.status(job))?.state, { timeout: 20_000 })
      .toBe('done');
    expect((await seen(office, people.clerk, id)).signers?.map(({ stageTitle }) => stageTitle)).toEqual([
      '存档',
    ]);
    await actPaper(office, people.clerk, id, 'done');
    expect((await seen(office, people.clerk, id)).outcomeTitle).toBe('已发文');
  });

  test('定时器按原来的钟走', async () => {
    const id = opened['timed'] ?? '';
    const { map } = await preview();
    const before = await waitsOf(id);
    expect(before).toHaveLength(1);
    expect(await migrate(['timed'], { ...map, ...full })).toMatchObject([{ done: true }]);
    expect(await waitsOf(id)).toEqual(before);
  });

  test('退回到迁移前办过的环节,还是原来那个人', async () => {
    const { people } = office;
    const id = opened['timed'] ?? '';
    await actPaper(office, people.head, id, 'verb.return', {
      opinion: '请重签',
      target: { stage: 'joint', mode: 'through' },
    });
    expect(shownSigners(await seen(office, people.clerk, id))).toEqual(['李四 open']);
  });
});

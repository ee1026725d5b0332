/** 自己开始的案件和规则定的走向:定时开始、采用发布的流程图、业务规则任务。 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DecisionTable } from '../../../../rules/table/decision-table.ts';
import { rules } from '../../../../rules/service.ts';
import { sql } from '../../../../store/index.ts';
import type { Receipt } from '../../../contract.ts';
import { flow as flowService } from '../../../service.ts';
import type { FlowServer } from '../../create-flow.ts';
import { describeVocabulary } from '../../definition/draft/vocabulary.ts';
import { answerOf, casesOf, detailOf } from '../../test-support/drive.ts';
import { openWorks, type Works } from '../../test-support/works.ts';
import { fireWaits } from './fire-waits.ts';
import { fireStarts } from './start-timers.ts';

const type = 'works.patrol';
let works: Works;
let server: FlowServer;

const grading: DecisionTable = {
  hitPolicy: 'F',
  aggregator: null,
  inputs: [{ id: 'i', label: '造价', expression: 'cost', type: 'number', values: '' }],
  outputs: [{ id: 'o', name: 'grade', type: 'string', values: '', otherwise: '' }],
  rules: [
    { id: 'r1', inputs: ['>= 100'], outputs: ['"重大"'], note: '' },
    { id: 'r2', inputs: ['-'], outputs: ['"一般"'], note: '' },
  ],
};

beforeAll(async () => {
  works = await openWorks();
  server = works.city.services.use(flowService) as FlowServer;
});
afterAll(() => works.city.close());

async function keepRule(): Promise<void> {
  await works.city.services.use(rules).keep({
    key: 'works-grade',
    title: '工程定级',
    department: 'city-urban-management',
    source: '测试',
    table: grading,
    tests: [{ id: 't1', name: '一般', input: { cost: 1 }, expected: '一般' }],
  });
}

async function tryOpen(cost: number) {
  const caller = await works.city.as(works.worker);
  return caller.post(casesOf(type), { values: { subject: '闸站', cost } });
}

async function subjects(): Promise<readonly string[]> {
  const found = await sql<{ subject: string }>`select subject from works_patrol order by opened_at`.execute(
    works.city.store.db,
  );
  return found.rows.map(({ subject }) => subject);
}

describe('业务规则任务', () => {
  test('规则没有发布时办不下去,说明原因;发布后按规则走,流转记录写明版本和命中的行', async () => {
    expect((await tryOpen(200)).json()).toMatchObject({ code: 'rules.noVersion' });
    await keepRule();
    const big = answerOf<Receipt>(await tryOpen(200));
    const small = answerOf<Receipt>(await tryOpen(5));
    const shown = await detailOf(works.city, type, works.chief, big.id);
    expect(shown.row).toMatchObject({ verdict: '重大' });
    expect(shown.timeline.map(({ title }) => title)).toContain(
      '定级:按规则“works-grade”第 1 版，命中第 1 行',
    );
    expect((await detailOf(works.city, type, works.chief, small.id)).row).toMatchObject({ verdict: '一般' });
  });

  test('设计器里可选的决策就是已发布的规则', async () => {
    await keepRule();
    const { decisions } = await describeVocabulary(server.engine, server.engine.kinds.get(type));
    expect(decisions).toContainEqual({ value: 'works-grade', title: '工程定级' });
  });
});

test('内置的服务:通知发起人,说的就是任务的名称;设计器里能选', async () => {
  await keepRule();
  const { id } = answerOf<Receipt>(await tryOpen(5));
  await fireWaits(server.engine);
  const caller = await works.city.as(works.worker);
  expect((await caller.get('/api/messages/notices')).body).toContain('已列入巡检计划');
  expect((await detailOf(works.city, type, works.worker, id)).stage).toBe('walk');
  const { jobs } = await describeVocabulary(server.engine, server.engine.kinds.get(type));
  expect(jobs).toContainEqual({ value: 'flow.tell-initiator', title: '通知发起人' });
});

describe('定时开始', () => {
  test('到时开一件,几个进程同时看也只一件;次数用完为止;发布了新的流程图,旧图不再开', async () => {
    await keepRule();
    const { engine } = server;
    const day = 24 * 3_600_000;
    const opened = async () => (await subjects()).filter((each) => each === '每日巡检').length;
    await fireStarts(engine);
    expect(await opened()).toBe(0);
    works.city.clock.advance(day + 60_000);
    await Promise.all([fireStarts(engine), fireStarts(engine)]);
    expect(await opened()).toBe(1);
    works.city.clock.advance(day + 60_000);
    await Promise.all([fireStarts(engine), fireStarts(engine)]);
    expect(await opened()).toBe(2);
    works.city.clock.advance(3 * day);
    await fireStarts(engine);
    expect(await opened()).toBe(2);
  });

  test('消息和定时开始都看现行的流程图', async () => {
    const { engine } = server;
    const kind = engine.kinds.get('works.rota');
    const model = structuredClone(engine.kinds.get('works.gauge').process) as unknown as {
      model: { nodes: Record<string, object> };
    };
    model.model.nodes['flood'] = { kind: 'start', title: '轮值', on: { kind: 'message', message: 'rota' } };
    await sql`insert into flow_definition (type, version, definition, state)
      values (${kind.id}, 1001, ${JSON.stringify({ ...model, version: 1001 })}::jsonb, 'published')`.execute(
      works.city.store.db,
    );
    engine.definitions.changed(kind.id);
    expect(await server.deliver({ kind: 'message', name: 'rota', key: null })).toBe(1);
  });
});

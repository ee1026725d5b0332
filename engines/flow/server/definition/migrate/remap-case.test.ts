/** 在办案件换到新版本:名字换了,办法没换;不能换的都说清楚。 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProcessModel, ProcessNode } from '../../../../../kernel/process.ts';
import { anyBlock, modelOf } from '../../test-support/random-models.ts';
import { anyTry, arrivalsOf, attempt, run } from '../../test-support/random-plays.ts';
import { desks, itemAt, type Played, openCase, take, tryStep } from '../../test-support/token-case.ts';
import type { TokenCase } from '../../graph/token/types.ts';
import { type NodeMap, suggestMap } from './match-nodes.ts';
import { remapCase } from './remap-case.ts';

const everyKind = ['sequence', 'exclusive', 'parallel', 'inclusive', 'loop', 'inside', 'wait', 'each'];
const engine = { holds: new Set<string>(), opened: false, sees: true, automatic: true, may: () => true };
const mark = 'neu.';

function renamed(model: ProcessModel): ProcessModel {
  const rename = (node: ProcessNode): ProcessNode => ({
    ...node,
    ...(node.within === undefined ? {} : { within: mark + node.within }),
    ...('host' in node ? { host: mark + node.host } : {}),
  });
  return {
    ...model,
    version: 2,
    nodes: Object.fromEntries(Object.entries(model.nodes).map(([id, node]) => [mark + id, rename(node)])),
    flows: model.flows.map((flow) => ({ ...flow, from: mark + flow.from, to: mark + flow.to })),
  };
}

/** Put into the other model by the map, and looked at anew there. */
function migrated(played: Played, model: ProcessModel, nodes: NodeMap): Played {
  const remapped = remapCase(played.model, model, played.state, nodes);
  if ('problems' in remapped) throw new Error(remapped.problems.join());
  const next: Played = {
    ...played,
    model,
    state: remapped.after,
    steps: [],
    moments: [],
    arrivals: arrivalsOf(model),
  };
  take(next, { action: 'engine.migrate', powers: engine, target: { carried: remapped.carried } });
  return next;
}

/** Without the new names, and without the version from which on a form counts as seen. */
function shape({ row, tokens }: TokenCase): unknown {
  const { version: _version, ...kept } = row;
  const text = JSON.stringify({ row: kept, tokens }, (key, value: unknown) => (key === 'since' ? 0 : value));
  return JSON.parse(text.replaceAll(mark, '')) as unknown;
}

test('任何流程办到任何一步,节点只是改名,迁移之后照样办下去', () => {
  fc.assert(
    fc.property(
      anyBlock(everyKind),
      fc.array(anyTry, { maxLength: 12 }),
      fc.array(anyTry, { maxLength: 12 }),
      (block, before, after) => {
        const model = modelOf(block);
        const old = run(model, before);
        if (old.state.row.status === 'closed') return;
        const nodes = Object.fromEntries(Object.keys(model.nodes).map((id) => [id, mark + id]));
        const fresh = migrated(old, renamed(model), nodes);
        expect(shape(fresh.state)).toEqual(shape(old.state));
        for (const one of after) {
          attempt(old, one);
          attempt(fresh, one);
          expect(shape(fresh.state)).toEqual(shape(old.state));
        }
      },
    ),
    { numRuns: 300 },
  );
});

const task = (title: string, more: object = {}): ProcessNode => ({
  kind: 'user',
  title,
  allow: 'act',
  candidate: { kind: 'area' },
  actions: { agree: { title: '同意' }, refuse: { title: '不同意', negative: true } },
  verbs: ['return'],
  ...more,
});

function drawn(nodes: Readonly<Record<string, ProcessNode>>, ways: readonly string[]): ProcessModel {
  return {
    title: '流程',
    version: 1,
    nodes: { start: { kind: 'start', title: '开始' }, ...nodes, end: { kind: 'end', title: '结束' } },
    flows: ways.map((way) => {
      const [from = '', to = ''] = way.split('>');
      return { id: way, from, to };
    }),
    outcomes: {},
    allow: { open: 'act' },
  };
}

const reminder = (hours: number): ProcessNode => ({
  kind: 'boundary',
  title: '提醒',
  host: 'ask',
  on: { kind: 'timer', after: { amount: hours, unit: 'work-hour' } },
  interrupting: false,
});

describe('在办案件', () => {
  const one = drawn({ ask: task('征求意见') }, ['start>ask', 'ask>end']);
  const problems = (model: ProcessModel, nodes: NodeMap, played = openCase(one, 'start')) => {
    const remapped = remapCase(played.model, model, played.state, nodes);
    return 'problems' in remapped ? remapped.problems : [];
  };

  test('停着的节点没有对应、对应了别的种类、回答过的选项没有了,都不迁移', () => {
    const two = drawn(
      {
        ask: task('征求意见', { sign: { mode: 'all' }, candidate: { kind: 'post', of: 'case' } }),
        wait: { kind: 'manual', title: '等' },
      },
      ['start>ask', 'ask>wait', 'wait>end'],
    );
    expect(problems(two, {})).toEqual(['“征求意见”没有对应的节点']);
    expect(problems(two, { ask: 'nowhere' })).toEqual(['“征求意见”没有对应的节点']);
    expect(problems(two, { ask: 'wait' })).toEqual(['“征求意见”不能对应“等”：用户任务不能换成手工任务']);
    const half = openCase(
      two,
      'start',
      {},
      {
        ask: { assignees: ['甲', '乙'].map((person) => ({ unit: null, person })) },
      },
    );
    take(half, { action: 'agree', item: itemAt(half, 'ask', '甲').id });
    const other = drawn({ ask: task('征求意见', { actions: { yes: { title: '行' } } }) }, [
      'start>ask',
      'ask>end',
    ]);
    expect(problems(other, { ask: 'ask' }, half)).toEqual([
      '“征求意见”已有人选择“同意”，“征求意见”没有这个选项',
    ]);
  });

  test('名字相同的自动对应;改了名而标题相同的也认得', () => {
    const two = drawn({ inquire: task('征求意见'), sign: task('签') }, [
      'start>inquire',
      'inquire>sign',
      'sign>end',
    ]);
    expect(suggestMap(one, two)).toMatchObject({ start: 'start', ask: 'inquire', end: 'end' });
  });

  test('原来的提醒按原来的钟走;新版本多出的提醒从此刻起算;去掉的不再提醒', () => {
    const [timed, plain] = [
      drawn({ ask: task('征求意见'), tell: reminder(4) }, ['start>ask', 'ask>end', 'tell>end']),
      drawn({ ask: task('征求意见'), chase: reminder(9) }, ['start>ask', 'ask>end', 'chase>end']),
    ];
    const waits = (played: Played) =>
      Object.values(played.state.tokens.waits).map(({ node, dueAt }) => [node, dueAt]);
    const begun = openCase(timed, 'start');
    const [[, due] = []] = waits(begun);
    expect(waits(migrated(begun, plain, { ask: 'ask', tell: 'chase' }))).toEqual([['chase', due]]);
    const again = migrated(begun, plain, { ask: 'ask' });
    expect(waits(again)).toHaveLength(1);
    expect(waits(again)).not.toEqual([['chase', due]]);
    expect(waits(migrated(begun, one, { ask: 'ask', tell: 'gone' }))).toEqual([]);
  });

  test('汇合等的那一路在新版本里没有了,立即往下走', () => {
    const gate: ProcessNode = { kind: 'parallel', title: '' };
    const forked = drawn({ fork: gate, a: task('甲'), b: task('乙'), join: gate, c: task('丙') }, [
      'start>fork',
      'fork>a',
      'fork>b',
      'a>join',
      'b>join',
      'join>c',
      'c>end',
    ]);
    const played = openCase(forked, 'start');
    take(played, { action: 'agree', item: itemAt(played, 'a').id });
    const same = { fork: 'fork', a: 'a', b: 'b', join: 'join', c: 'c' };
    expect(desks(migrated(played, { ...forked, version: 2 }, same))).toEqual(['b']);
    // The way of b ends by itself now.
    const loose = drawn(
      { fork: gate, a: task('甲'), b: task('乙'), x: task('丁'), join: gate, c: task('丙') },
      ['start>fork', 'fork>a', 'fork>x', 'fork>b', 'a>join', 'x>join', 'b>end', 'join>c', 'c>end'],
    );
    expect(desks(migrated(played, loose, same))).toEqual(['b', 'c']);
  });

  test('迁移之后还能退回到对应的环节;没有对应的环节回不去', () => {
    const long = drawn({ first: task('拟'), second: task('核'), ask: task('征求意见') }, [
      'start>first',
      'first>second',
      'second>ask',
      'ask>end',
    ]);
    const played = openCase(long, 'start');
    take(played, { action: 'agree' });
    take(played, { action: 'agree' });
    const short = drawn({ drafting: task('拟'), ask: task('征求意见') }, [
      'start>drafting',
      'drafting>ask',
      'ask>end',
    ]);
    const fresh = migrated(played, short, { first: 'drafting', ask: 'ask' });
    const back = (stage: string) =>
      tryStep(fresh, { action: 'verb.return', target: { stage, mode: 'through' } });
    expect(back('second')).toBeInstanceOf(Error);
    expect(back('drafting')).not.toBeInstanceOf(Error);
    expect(desks(fresh)).toEqual(['drafting']);
  });
});

/** 仿真:同一种子同一结果;人手不够的环节看得出来;转圈的案件会停。 */
import { expect, test } from 'vitest';
import type { ProcessModel, ProcessNode } from '../../../../../kernel/process.ts';
import type { WorkingCalendar } from '../../../../../kernel/working-time.ts';
import type { SimulationPlan } from '../../../process/simulation.ts';
import { percentile, simulateProcess } from './simulate-process.ts';

const calendar: WorkingCalendar = {
  periods: [
    { start: '08:00', end: '12:00' },
    { start: '14:00', end: '18:00' },
  ],
  isWorkingDay: (date) => ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()),
  knownUntil: '2030-12-31',
};
const monday = new Date('2026-11-23T00:00:00Z');
const hour = 3_600_000;

const task = (title: string): ProcessNode => ({
  kind: 'user',
  title,
  allow: 'handle',
  candidate: { kind: 'unit' },
  actions: { ok: { title: '办理' } },
});

function model(nodes: Record<string, ProcessNode>, ways: readonly string[]): ProcessModel {
  return {
    version: 1,
    title: '试验',
    nodes: { s: { kind: 'start', title: '' }, ...nodes, e: { kind: 'end', title: '' } },
    flows: ways.map((way) => {
      const [from = '', to = ''] = way.split('>');
      return { id: way, from, to };
    }),
    outcomes: { done: { title: '办结' } },
    allow: { open: 'report' },
  };
}

const plan = (more: Partial<SimulationPlan> = {}): SimulationPlan => ({
  seed: 7,
  cases: 400,
  perDay: 8,
  nodes: {},
  others: { hours: 0.5, people: 3 },
  flows: {},
  ...more,
});
const play = (one: ProcessModel, more: Partial<SimulationPlan> = {}) =>
  simulateProcess(one, plan(more), calendar, monday, { steps: 500 });

const two = model({ a: task('受理'), b: task('处理') }, ['s>a', 'a>b', 'b>e']);

test('同一种子结果一样,换种子就不一样', () => {
  expect(play(two)).toEqual(play(two));
  expect(play(two).p90).not.toBe(play(two, { seed: 8 }).p90);
});

test('人手不够的环节排起队来,被指为瓶颈', () => {
  const busy = play(two, { nodes: { b: { hours: 2, people: 2 } } });
  expect(busy.finished).toBe(400);
  expect(busy.bottleneck).toBe('b');
  const [a, b] = ['a', 'b'].map((id) => busy.nodes.find((node) => node.node === id));
  expect(b?.load).toBeGreaterThan(0.8);
  expect(b?.waitP90).toBeGreaterThan(a?.waitP90 ?? 0);
  const eased = play(two, { nodes: { b: { hours: 2, people: 6 } } });
  expect(eased.p90).toBeLessThan(busy.p90);
});

test('没有人等待时,总时长就是办理时长,夜里和周末不算', () => {
  const calm = play(model({ a: task('办') }, ['s>a', 'a>e']), {
    perDay: 0.5,
    others: { hours: 4, people: 50 },
  });
  expect(calm.bottleneck).toBeNull();
  // The median of an exponential is 0.69 of its mean.
  expect(calm.p50 / hour).toBeGreaterThan(2);
  expect(calm.p50 / hour).toBeLessThan(3.6);
  expect(calm.p99 / hour).toBeLessThanOrEqual(20);
});

test('并行的几路等齐才走,较慢的一路决定时长', () => {
  const gates: Record<string, ProcessNode> = {
    p: { kind: 'parallel', title: '' },
    j: { kind: 'parallel', title: '' },
  };
  const both = model({ ...gates, a: task('甲'), b: task('乙') }, ['s>p', 'p>a', 'p>b', 'a>j', 'b>j', 'j>e']);
  const found = play(both, { nodes: { a: { hours: 1, people: 50 }, b: { hours: 6, people: 50 } } });
  expect(found.finished).toBe(400);
  expect(found.nodes.map((node) => node.visits)).toEqual([400, 400]);
  expect(found.p50 / hour).toBeGreaterThan(3);
});

test('按给定的比例走分支', () => {
  const fork = model({ x: { kind: 'exclusive', title: '' }, a: task('甲'), b: task('乙') }, [
    's>x',
    'x>a',
    'x>b',
    'a>e',
    'b>e',
  ]);
  const found = play(fork, { flows: { 'x>a': 9, 'x>b': 1 } });
  const visits = Object.fromEntries(found.nodes.map((node) => [node.node, node.visits]));
  expect((visits['a'] ?? 0) / 400).toBeGreaterThan(0.84);
  expect((visits['a'] ?? 0) + (visits['b'] ?? 0)).toBe(400);
});

test('一直返工的案件走满步数就停,并报出来', () => {
  const round = model({ a: task('办'), x: { kind: 'exclusive', title: '' } }, ['s>a', 'a>x', 'x>a', 'x>e']);
  const found = play(round, { cases: 5, flows: { 'x>e': 0 } });
  expect(found).toMatchObject({ finished: 0, cut: 5 });
});

test('分位数取自排好的数', () => {
  expect(percentile([], 0.5)).toBe(0);
  expect(percentile([1, 2, 3, 4], 0.5)).toBe(3);
  expect(percentile([1, 2, 3, 4], 0.99)).toBe(4);
});

test('推演与实际运行不同的元素逐个说明;平常的流程没有要说明的', () => {
  expect(play(two).simplified).toEqual([]);
  const signed: ProcessNode = {
    ...(task('会签') as Extract<ProcessNode, { kind: 'user' }>),
    sign: { mode: 'all' },
  };
  const late: ProcessNode = {
    kind: 'boundary',
    title: '超时',
    host: 'a',
    on: { kind: 'timer', after: { amount: 1, unit: 'work-day' } },
    interrupting: true,
  };
  const odd = model({ a: signed, late, c: task('催办') }, ['s>a', 'a>e', 'late>c', 'c>e']);
  expect(play(odd).simplified).toEqual([
    { node: 'a', name: '会签', how: '会签按一人办一次算' },
    { node: 'late', name: '超时', how: '边界事件不发生' },
  ]);
});

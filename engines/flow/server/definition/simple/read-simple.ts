/** The simple view of a model, where it has one: a chain of steps whose branches come together again. */
import type { ProcessFlow, ProcessModel, ProcessNode } from '../../../../../kernel/process.ts';
import {
  type Branch,
  deepestBranches,
  type SimpleProcess,
  type SimpleStep,
} from '../../../process/simple-process.ts';
import { nodeTitles } from '../../../process/words.ts';
import { type Graph, graphOf } from '../check/graph.ts';
import { formOfTask } from './task-form.ts';

/** Thrown inside, handed out as a sentence. */
class NotSimple extends Error {}

const shown: ReadonlySet<ProcessNode['kind']> = new Set([
  'start',
  'end',
  'user',
  'service',
  'exclusive',
  'parallel',
]);

/** Where a chain stands: what comes next, or where it has come to. */
interface Chain {
  readonly steps: readonly SimpleStep[];
  /** The join or end that it runs into. */
  readonly into: string;
}

function nameOf(graph: Graph, id: string): string {
  const node = graph.node(id);
  if (node === undefined) return `“${id}”`;
  return `“${node.title === '' ? nodeTitles[node.kind] : node.title}”`;
}

function isEnd(graph: Graph, id: string): boolean {
  return graph.node(id)?.kind === 'end';
}

function isJoin(graph: Graph, id: string): boolean {
  const kind = graph.node(id)?.kind;
  return (kind === 'exclusive' || kind === 'parallel') && graph.incoming(id).length > 1;
}

/** The way on from a user task: the one that does not leave by an exit; where all do, the first that is nobody's refusal. */
function nextOfTask(graph: Graph, id: string): ProcessFlow {
  const node = graph.node(id);
  const flows = graph.outgoing(id);
  const inside = flows.filter((flow) => !isEnd(graph, flow.to));
  const refused = new Set(
    Object.values(node?.kind === 'user' ? node.actions : {}).flatMap(({ flow, negative }) =>
      negative === true && flow !== undefined ? [flow] : [],
    ),
  );
  const next = inside[0] ?? flows.find((flow) => !refused.has(flow.id)) ?? flows[0];
  if (
    next === undefined ||
    inside.length > 1 ||
    flows.some((flow) => flow.when !== undefined || flow.otherwise)
  )
    throw new NotSimple(`${nameOf(graph, id)}之后不止一条路，简易视图里用条件分支表示`);
  return next;
}

function taskStep(graph: Graph, id: string, next: ProcessFlow): SimpleStep {
  const node = graph.node(id);
  if (node?.kind !== 'user' || node.repeats !== undefined)
    throw new NotSimple(`${nameOf(graph, id)}要重复执行，简易视图不能表示`);
  const targets = new Map(graph.outgoing(id).map((flow) => [flow.id, flow.to]));
  const exitOf = (flow: string) => (flow === next.id ? '' : (targets.get(flow) ?? ''));
  return { kind: 'task', id, title: node.title, task: formOfTask(node, exitOf), limit: node.limit ?? null };
}

function branchStep(
  graph: Graph,
  id: string,
  seen: Set<string>,
  depth: number,
): { step: SimpleStep; next: ProcessFlow } {
  if (depth >= deepestBranches) throw new NotSimple(`分支里套分支超过 ${deepestBranches} 层`);
  const node = graph.node(id);
  const chains = graph.outgoing(id).map((flow): { flow: ProcessFlow; chain: Chain } => ({
    flow,
    chain: walk(graph, flow.to, seen, depth + 1),
  }));
  const joins = new Set(chains.map(({ chain }) => chain.into));
  const [join] = joins;
  const [next, ...others] = join === undefined ? [] : graph.outgoing(join);
  const matches = join !== undefined && graph.node(join)?.kind === node?.kind && isJoin(graph, join);
  if (joins.size !== 1 || !matches || next === undefined || others.length > 0)
    throw new NotSimple(`${nameOf(graph, id)}的各个分支没有汇合到一处`);
  if (graph.node(join)?.title !== '')
    throw new NotSimple(`汇合处有名称${nameOf(graph, join)}，简易视图里没有位置`);
  if (graph.incoming(join).length !== chains.length)
    throw new NotSimple(`${nameOf(graph, join)}还有从别处来的线`);
  const branches = chains.map(
    ({ flow, chain }): Branch => ({
      title: flow.title ?? '',
      when: flow.when ?? '',
      otherwise: flow.otherwise === true,
      steps: chain.steps,
    }),
  );
  const kind = node?.kind === 'parallel' ? ('parallel' as const) : ('choice' as const);
  return { step: { kind, id, join, title: node?.title ?? '', branches }, next };
}

function serviceStep(graph: Graph, id: string): { step: SimpleStep; next: ProcessFlow } {
  const node = graph.node(id);
  const [next, ...others] = graph.outgoing(id);
  if (node?.kind !== 'service' || node.repeats !== undefined || next === undefined || others.length > 0)
    throw new NotSimple(`${nameOf(graph, id)}在简易视图里不能表示`);
  return { step: { kind: 'service', id, title: node.title, job: node.job }, next };
}

/** From this node until a join or an end. */
function walk(graph: Graph, from: string, seen: Set<string>, depth = 0): Chain {
  const steps: SimpleStep[] = [];
  let at = from;
  while (!isJoin(graph, at) && !isEnd(graph, at)) {
    if (seen.has(at)) throw new NotSimple(`流程会回到${nameOf(graph, at)}，简易视图里请用“退回”`);
    seen.add(at);
    const node = graph.node(at);
    if (node?.kind === 'user') {
      const next = nextOfTask(graph, at);
      steps.push(taskStep(graph, at, next));
      at = next.to;
    } else {
      const branching = node?.kind === 'exclusive' || node?.kind === 'parallel';
      const { step, next } = branching ? branchStep(graph, at, seen, depth) : serviceStep(graph, at);
      steps.push(step);
      at = next.to;
    }
  }
  return { steps, into: at };
}

function exitOf(model: ProcessModel, id: string) {
  const node = model.nodes[id];
  if (node?.kind !== 'end' || node.does !== undefined)
    throw new NotSimple(`结束事件“${node?.title ?? id}”另有动作，简易视图不能表示`);
  return { id, title: node.title, outcome: node.outcome ?? '' };
}

function readChain(model: ProcessModel): SimpleProcess {
  const graph = graphOf(model);
  const all = Object.entries(model.nodes);
  for (const [id, node] of all)
    if (!shown.has(node.kind) || node.within !== undefined)
      throw new NotSimple(`${nameOf(graph, id)}是${nodeTitles[node.kind]}，简易视图不能表示`);
  const starts = all.filter(([, node]) => node.kind === 'start');
  const [start] = starts;
  const [first, ...more] = start === undefined ? [] : graph.outgoing(start[0]);
  if (start === undefined || starts.length > 1 || (start[1].kind === 'start' && start[1].on !== undefined))
    throw new NotSimple('简易视图要求只有一个由人发起的开始事件');
  if (first === undefined || more.length > 0) throw new NotSimple('开始事件之后应只有一条线');
  const seen = new Set<string>();
  const { steps, into } = walk(graph, first.to, seen);
  if (!isEnd(graph, into)) throw new NotSimple(`${nameOf(graph, into)}没有对应的分支`);
  const shownNodes = seen.size + all.filter(([id]) => isJoin(graph, id)).length;
  const ends = all.filter(([, node]) => node.kind === 'end').map(([id]) => id);
  if (shownNodes + ends.length + 1 !== all.length) throw new NotSimple('有的元素没有连到流程里');
  const exits = ends.filter((id) => id !== into).map((id) => exitOf(model, id));
  return { start: { id: start[0], title: start[1].title }, steps, end: exitOf(model, into), exits };
}

/** The view, or why there is none. */
export function readSimple(model: ProcessModel): SimpleProcess | string {
  try {
    return readChain(model);
  } catch (problem) {
    if (problem instanceof NotSimple) return problem.message;
    throw problem;
  }
}

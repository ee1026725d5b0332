/** Rules on the graph: where it starts and ends, what nobody comes to, where a token would stay for ever or run in a ring. */
import type { Checking } from './checking.ts';
import { isAutomatic, leadingTo, reachableFrom } from './graph.ts';

function checkScope({ graph, report }: Checking, scope: string): void {
  const ids = graph.inside(scope);
  const element = scope === '' ? undefined : scope;
  const where = scope === '' ? '流程' : '子流程';
  const starts = ids.filter((id) => graph.node(id)?.kind === 'start');
  const ends = ids.filter((id) => graph.node(id)?.kind === 'end');
  if (starts.length === 0) report('error', 'no-start', element, `${where}没有开始事件`);
  if (scope !== '' && starts.length > 1)
    report('error', 'several-starts', element, '子流程只能有一个开始事件');
  if (scope !== '' && starts.some((id) => 'on' in (graph.node(id) ?? {})))
    report('error', 'sub-process-trigger', element, '子流程的开始事件不能有触发条件');
  if (ends.length === 0) report('error', 'no-end', element, `${where}没有结束事件`);
}

function checkFlows({ graph, report, nameOf }: Checking): void {
  for (const { id, from, to } of graph.model.flows) {
    const [source, target] = [graph.node(from), graph.node(to)];
    if (source === undefined || target === undefined) {
      report('error', 'flow-ends', id, '连线的一端没有接上可执行的元素');
      continue;
    }
    if (source.within !== target.within) report('error', 'flow-scope', id, '连线不能穿过子流程的边界');
    if (target.kind === 'start') report('error', 'flow-into-start', id, '连线不能接到开始事件');
    if (target.kind === 'boundary')
      report('error', 'flow-into-boundary', id, '连线不能接到边界事件，它由任务触发');
    if (source.kind === 'end') report('error', 'flow-out-of-end', id, `${nameOf(from)}之后不能再有连线`);
  }
}

function checkWays({ graph, report, nameOf }: Checking): void {
  const all = Object.entries(graph.model.nodes);
  const starts = all.filter(([, node]) => node.kind === 'start').map(([id]) => id);
  const ends = all.filter(([, node]) => node.kind === 'end').map(([id]) => id);
  const reached = reachableFrom(graph, starts);
  const ending = leadingTo(graph, ends);
  for (const [id, node] of all) {
    if (!reached.has(id) && starts.length > 0) report('error', 'unreachable', id, '从开始事件走不到这里');
    else if (node.kind !== 'end' && graph.outgoing(id).length === 0)
      report('error', 'dead-end', id, `${nameOf(id)}之后没有下一步，请连到下一环节或结束事件`);
    else if (!ending.has(id) && ends.length > 0)
      report('error', 'no-way-out', id, `从${nameOf(id)}出发到不了任何结束事件，案件会一直循环`);
  }
}

/** Of these nodes those on a ring or between rings: what is left when ends of the graph are taken off until there are none. */
function ringNodes(nodes: ReadonlySet<string>, next: (id: string) => readonly string[]): ReadonlySet<string> {
  const left = new Set(nodes);
  const before = new Map<string, string[]>();
  for (const id of nodes) for (const to of next(id)) before.set(to, [...(before.get(to) ?? []), id]);
  const lone = (id: string, ways: (id: string) => readonly string[]) =>
    !ways(id).some((other) => left.has(other));
  for (const ways of [next, (id: string) => before.get(id) ?? []]) {
    const back = ways === next ? (id: string) => before.get(id) ?? [] : next;
    const queue = [...left].filter((id) => lone(id, ways));
    for (const id of queue) {
      left.delete(id);
      for (const other of back(id)) if (left.has(other) && lone(other, ways)) queue.push(other);
    }
  }
  return left;
}

/** Rings in which nothing waits for a person or an event: the machine would never come to rest. */
function checkRings({ graph, report, nameOf }: Checking): void {
  const automatic = new Set(
    Object.entries(graph.model.nodes).flatMap(([id, node]) => (isAutomatic(node) ? [id] : [])),
  );
  const next = (id: string) => graph.outgoing(id).flatMap(({ to }) => (automatic.has(to) ? [to] : []));
  const left = ringNodes(automatic, next);
  const [first] = left;
  if (first === undefined) return;
  const path: string[] = [];
  let at: string | undefined = first;
  while (at !== undefined && !path.includes(at)) {
    path.push(at);
    at = next(at).find((id) => left.has(id));
  }
  const ring = at === undefined ? path : path.slice(path.indexOf(at));
  const [start = first] = ring;
  report(
    'error',
    'endless',
    start,
    `${ring.map(nameOf).join(' → ')} 构成没有人办理、也不等待的循环，系统会不停地转下去`,
  );
}

export function checkStructure(checking: Checking): void {
  for (const scope of checking.graph.scopes) checkScope(checking, scope);
  const { graph, report } = checking;
  const openedByPeople = graph.inside('').some((id) => {
    const node = graph.node(id);
    return node?.kind === 'start' && node.on === undefined;
  });
  if (!openedByPeople && graph.inside('').some((id) => graph.node(id)?.kind === 'start'))
    report('notice', 'no-manual-start', undefined, '流程没有由人发起的开始事件，只能由消息、信号或定时启动');
  checkFlows(checking);
  checkWays(checking);
  checkRings(checking);
  for (const [id, node] of Object.entries(graph.model.nodes))
    if (node.within !== undefined && graph.node(node.within)?.kind !== 'sub-process')
      report('error', 'within', id, '所在的子流程不可执行');
}

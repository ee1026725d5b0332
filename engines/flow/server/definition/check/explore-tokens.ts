/** Plays every way that tokens can take through one scope of a process, up to a bound: which joins wait for ever, what comes twice. */
import type { GatewayNode, ProcessFlow, UserNode } from '../../../../../kernel/process.ts';
import { type Graph, reachableFrom } from './graph.ts';

export interface Exploration {
  /** Join → incoming flows that have a token in some state from which the others can never get theirs. */
  readonly stuck: ReadonlyMap<string, ReadonlySet<string>>;
  /** Nodes that are no joins and can have two tokens come at once. */
  readonly doubled: ReadonlySet<string>;
  /** Not all states were looked at. */
  readonly cut: boolean;
}

/** Tokens by flow id; a flow that is missing has none. */
type Marking = ReadonlyMap<string, number>;

/** A move: tokens taken from some flows, and the choices of flows that get one. */
interface Move {
  readonly takes: readonly string[];
  readonly gives: readonly (readonly string[])[];
  /** Ends the whole scope. */
  readonly clears?: true;
}

/** Beyond so many branches an inclusive choice is tried one by one and all at once. */
const mostBranches = 4;

function subsets(flows: readonly string[]): readonly (readonly string[])[] {
  if (flows.length > mostBranches) return [...flows.map((flow) => [flow]), flows];
  return flows
    .reduce<string[][]>((all, flow) => all.concat(all.map((chosen) => [...chosen, flow])), [[]])
    .filter((chosen) => chosen.length > 0);
}

function idsOf(flows: readonly ProcessFlow[]): readonly string[] {
  return flows.map((flow) => flow.id);
}

/** Every condition may hold or not; the default is taken where nothing else is. */
function conditional(flows: readonly ProcessFlow[]): readonly (readonly string[])[] {
  const always = idsOf(flows.filter((flow) => flow.when === undefined && !flow.otherwise));
  const perhaps = idsOf(flows.filter((flow) => flow.when !== undefined && !flow.otherwise));
  const otherwise = idsOf(flows.filter((flow) => flow.otherwise));
  const chosen = subsets(perhaps).map((some) => [...always, ...some]);
  if (always.length > 0) return [always, ...chosen];
  return otherwise.length > 0 ? [...chosen, otherwise] : chosen;
}

function outOfUser(node: UserNode, flows: readonly ProcessFlow[]): readonly (readonly string[])[] {
  const taken = Object.values(node.actions).flatMap(({ flow }) => (flow === undefined ? [] : [flow]));
  const byAction = flows.filter((flow) => taken.includes(flow.id)).map((flow) => [flow.id]);
  const rest = flows.filter((flow) => !taken.includes(flow.id));
  return rest.length === 0 ? byAction : [...byAction, ...conditional(rest)];
}

function waysOut(graph: Graph, id: string): readonly (readonly string[])[] {
  const node = graph.node(id);
  const flows = graph.outgoing(id);
  switch (node?.kind) {
    case 'exclusive':
    case 'event':
      return flows.map((flow) => [flow.id]);
    case 'parallel':
      return [idsOf(flows)];
    case 'user':
      return outOfUser(node, flows);
    default:
      return conditional(flows);
  }
}

/** What finishing an activity gives: its ways on, or a boundary event's instead of them or besides them. */
function withBoundaries(graph: Graph, id: string): readonly (readonly string[])[] {
  const normal = waysOut(graph, id);
  const all = [...normal];
  for (const boundary of graph.boundaries(id)) {
    const node = graph.node(boundary);
    const out = idsOf(graph.outgoing(boundary));
    if (node?.kind !== 'boundary') continue;
    if (node.interrupting) all.push(out);
    else all.push(...normal.map((way) => [...way, ...out]));
  }
  return all;
}

function isJoin(graph: Graph, id: string): boolean {
  const kind: GatewayNode['kind'] | string | undefined = graph.node(id)?.kind;
  return (kind === 'parallel' || kind === 'inclusive') && graph.incoming(id).length > 1;
}

/** An inclusive join waits as long as some other token could still come to it by a flow that has none. */
function inclusiveReady(graph: Graph, id: string, marking: Marking): boolean {
  const missing = new Set(idsOf(graph.incoming(id)).filter((flow) => !marking.has(flow)));
  const mine = new Set(idsOf(graph.incoming(id)));
  const others = graph.model.flows.filter((flow) => marking.has(flow.id) && !mine.has(flow.id));
  const reached = reachableFrom(
    graph,
    others.map((flow) => flow.to).filter((to) => to !== id),
  );
  return !graph.incoming(id).some((flow) => missing.has(flow.id) && reached.has(flow.from));
}

function movesOf(graph: Graph, id: string, marking: Marking): readonly Move[] {
  const node = graph.node(id);
  const incoming = idsOf(graph.incoming(id));
  const present = incoming.filter((flow) => marking.has(flow));
  if (present.length === 0) return [];
  if (node?.kind === 'end') {
    const clears =
      node.does?.kind === 'terminate' || node.does?.kind === 'error' ? { clears: true as const } : {};
    return present.map((flow) => ({ takes: [flow], gives: [[]], ...clears }));
  }
  const gives = withBoundaries(graph, id);
  if (isJoin(graph, id) && node?.kind === 'parallel')
    return present.length === incoming.length ? [{ takes: incoming, gives }] : [];
  if (isJoin(graph, id)) return inclusiveReady(graph, id, marking) ? [{ takes: present, gives }] : [];
  return present.map((flow) => ({ takes: [flow], gives }));
}

function apply(marking: Marking, move: Move, given: readonly string[]): Marking {
  if (move.clears) return new Map();
  const next = new Map(marking);
  for (const flow of move.takes) {
    const count = next.get(flow) ?? 0;
    if (count > 1) next.set(flow, count - 1);
    else next.delete(flow);
  }
  for (const flow of given) next.set(flow, (next.get(flow) ?? 0) + 1);
  return next;
}

function keyOf(marking: Marking): string {
  return [...marking]
    .map(([flow, count]) => (count === 1 ? flow : `${flow}*${count}`))
    .sort()
    .join(' ');
}

/** Joins in a state where nothing can move. */
function noteStuck(graph: Graph, marking: Marking, stuck: Map<string, Set<string>>): void {
  for (const flow of graph.model.flows) {
    if (!marking.has(flow.id) || !isJoin(graph, flow.to)) continue;
    const arrived = stuck.get(flow.to) ?? new Set();
    arrived.add(flow.id);
    stuck.set(flow.to, arrived);
  }
}

/** Several tokens may well come to an end, and are to come to a join: anywhere else the same work is done again. */
function crowded(graph: Graph, marking: Marking): readonly string[] {
  const coming = new Map<string, number>();
  for (const flow of graph.model.flows) {
    const count = marking.get(flow.id);
    if (count !== undefined) coming.set(flow.to, (coming.get(flow.to) ?? 0) + count);
  }
  return [...coming]
    .filter(([id, count]) => count > 1 && !isJoin(graph, id) && graph.node(id)?.kind !== 'end')
    .map(([id]) => id);
}

/** Breadth first from every start of the scope; a state in which work comes twice is not followed further. */
export function exploreTokens(graph: Graph, scope: string, mostStates: number): Exploration {
  const stuck = new Map<string, Set<string>>();
  const doubled = new Set<string>();
  const seen = new Set<string>();
  const queue: Marking[] = [];
  function come(marking: Marking): void {
    const twice = crowded(graph, marking);
    for (const id of twice) doubled.add(id);
    const key = keyOf(marking);
    if (twice.length > 0 || seen.has(key) || seen.size >= mostStates) return;
    seen.add(key);
    queue.push(marking);
  }
  const targets = [...new Set(graph.inside(scope))];
  for (const id of targets)
    if (graph.node(id)?.kind === 'start')
      for (const flows of conditional(graph.outgoing(id))) come(new Map(flows.map((flow) => [flow, 1])));
  for (const marking of queue) {
    const moves = targets.flatMap((id) => movesOf(graph, id, marking));
    if (moves.length === 0 && marking.size > 0) noteStuck(graph, marking, stuck);
    for (const move of moves) for (const given of move.gives) come(apply(marking, move, given));
  }
  return { stuck, doubled, cut: seen.size >= mostStates };
}

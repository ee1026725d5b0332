/**
 * Which valves to shut so that one pipe loses its water: a search in the graph of pipes and nodes, in which a valve stands on a pipe at
 * one of its ends (Walski, Water distribution valve topology for reliability analysis, Reliab. Eng. Syst. Saf. 42, 1993; segments: Jun & Loganathan,
 * Valve-controlled segments, J. Water Resour. Plann. Manage. 133(2), 2007; the fewest valves: minimum cut by Ford & Fulkerson 1956).
 */

export interface ClosurePipe {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

export interface IsolationValve {
  readonly id: string;
  /** Link that it stands on, and the end that it is near. */
  readonly pipe: string;
  readonly node: string;
  /** One that cannot be turned is none. */
  readonly operable: boolean;
}

export interface ClosureNetwork {
  readonly links: readonly ClosurePipe[];
  /** Reservoirs and tanks. */
  readonly sources: readonly string[];
  readonly valves: readonly IsolationValve[];
}

export interface Closure {
  /** Ids of valves. */
  readonly valves: readonly string[];
  /** Links that carry no water any more because a valve on them is shut. */
  readonly shut: readonly string[];
  /** Nodes that no source reaches any more. */
  readonly dry: readonly string[];
}

export interface ClosurePlans {
  /** Fewest people without water: the segment around the pipe. Undefined when no valve parts it from a source. */
  readonly nearest: Closure | undefined;
  /** Fewest valves, the nearest of such sets; the same object as `nearest` where that has no more. */
  readonly fewest: Closure | undefined;
}

interface Joint {
  readonly to: string;
  readonly valve: string | undefined;
}

type Graph = ReadonlyMap<string, readonly Joint[]>;

const linkKey = (id: string) => `l:${id}`;
const nodeKey = (id: string) => `n:${id}`;

/** Links and nodes alike are points of the graph; a joint between them may hold a valve. */
function graphOf({ links, valves }: ClosureNetwork): Graph {
  const valveAt = new Map(
    valves.filter(({ operable }) => operable).map(({ id, pipe, node }) => [`${pipe}\n${node}`, id]),
  );
  const graph = new Map<string, Joint[]>();
  const join = (a: string, b: string, valve: string | undefined) => {
    graph.set(a, [...(graph.get(a) ?? []), { to: b, valve }]);
  };
  for (const { id, from, to } of links)
    for (const end of [from, to]) {
      const valve = valveAt.get(`${id}\n${end}`);
      join(linkKey(id), nodeKey(end), valve);
      join(nodeKey(end), linkKey(id), valve);
    }
  return graph;
}

function reach(
  graph: Graph,
  from: readonly string[],
  passes: (joint: Joint, at: string) => boolean,
): ReadonlySet<string> {
  const seen = new Set(from);
  const queue = [...from];
  for (let at = queue.pop(); at !== undefined; at = queue.pop())
    for (const joint of graph.get(at) ?? []) {
      if (seen.has(joint.to) || !passes(joint, at)) continue;
      seen.add(joint.to);
      queue.push(joint.to);
    }
  return seen;
}

function closureOf(network: ClosureNetwork, graph: Graph, closed: ReadonlySet<string>): Closure {
  const sources = network.sources.map(nodeKey);
  const wet = reach(graph, sources, ({ valve }) => valve === undefined || !closed.has(valve));
  const nodes = new Set(network.links.flatMap(({ from, to }) => [from, to]));
  return {
    valves: [...closed].toSorted(),
    shut: [...new Set(network.valves.filter(({ id }) => closed.has(id)).map(({ pipe }) => pipe))].toSorted(),
    dry: [...nodes].filter((id) => !wet.has(nodeKey(id))).toSorted(),
  };
}

/** Valves around the segment, without those beyond which there is no source to hold back. */
function nearestCut(graph: Graph, pipe: string, sources: readonly string[]): ReadonlySet<string> | undefined {
  const segment = reach(graph, [pipe], ({ valve }) => valve === undefined);
  if (sources.some((source) => segment.has(source))) return undefined;
  const outside = reach(graph, sources, ({ to }) => !segment.has(to));
  const cut = new Set<string>();
  for (const inside of segment)
    for (const { to, valve } of graph.get(inside) ?? [])
      if (valve !== undefined && outside.has(to)) cut.add(valve);
  return cut;
}

/** Joints with a valve carry one, others any number: the most that flows from the pipe to the sources is the fewest valves. */
function fewestCut(
  graph: Graph,
  pipe: string,
  sources: readonly string[],
  most: number,
): ReadonlySet<string> {
  const ends = new Set(sources);
  const flow = new Map<string, number>();
  const key = (a: string, b: string) => `${a}\n${b}`;
  const free = ({ to, valve }: Joint, at: string) => valve === undefined || (flow.get(key(at, to)) ?? 0) < 1;
  for (let found = 0; found < most; found += 1) {
    const before = new Map<string, string>([[pipe, pipe]]);
    const queue = [pipe];
    let end: string | undefined;
    for (let next = 0; next < queue.length && end === undefined; next += 1) {
      const at = queue[next] ?? '';
      for (const joint of graph.get(at) ?? []) {
        if (before.has(joint.to) || !free(joint, at)) continue;
        before.set(joint.to, at);
        if (ends.has(joint.to)) end = joint.to;
        queue.push(joint.to);
      }
    }
    if (end === undefined) break;
    for (let at = end; at !== pipe; at = before.get(at) ?? pipe) {
      const from = before.get(at) ?? pipe;
      flow.set(key(from, at), (flow.get(key(from, at)) ?? 0) + 1);
      flow.set(key(at, from), (flow.get(key(at, from)) ?? 0) - 1);
    }
  }
  const near = reach(graph, [pipe], free);
  const cut = new Set<string>();
  for (const inside of near)
    for (const { to, valve } of graph.get(inside) ?? [])
      if (valve !== undefined && !near.has(to)) cut.add(valve);
  return cut;
}

/** `pipe` is the id of a link of the network. */
export function planClosure(network: ClosureNetwork, pipe: string): ClosurePlans {
  const graph = graphOf(network);
  const sources = network.sources.map(nodeKey);
  const near = nearestCut(graph, linkKey(pipe), sources);
  if (near === undefined) return { nearest: undefined, fewest: undefined };
  const nearest = closureOf(network, graph, near);
  const few = fewestCut(graph, linkKey(pipe), sources, near.size);
  return { nearest, fewest: few.size < near.size ? closureOf(network, graph, few) : nearest };
}

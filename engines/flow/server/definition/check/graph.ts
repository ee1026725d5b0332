/** A process model as a graph that rules ask questions of; nothing here judges. */
import type { NodeKind, ProcessFlow, ProcessModel, ProcessNode } from '../../../../../kernel/process.ts';

export interface Graph {
  readonly model: ProcessModel;
  /** Own property or nothing: ids come from files. */
  node(id: string): ProcessNode | undefined;
  outgoing(id: string): readonly ProcessFlow[];
  incoming(id: string): readonly ProcessFlow[];
  /** Boundary events that sit on it. */
  boundaries(id: string): readonly string[];
  /** Ids of the process's own nodes ('') or of those of a sub-process. */
  inside(scope: string): readonly string[];
  /** '' and every sub-process. */
  readonly scopes: readonly string[];
}

function grouped<T>(
  all: readonly T[],
  keyOf: (one: T) => string | undefined,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

export function graphOf(model: ProcessModel): Graph {
  const nodes = new Map(Object.entries(model.nodes));
  const ids = [...nodes.keys()];
  const flows = model.flows.filter((flow) => nodes.has(flow.from) && nodes.has(flow.to));
  const outgoing = grouped(flows, (flow) => flow.from);
  const incoming = grouped(flows, (flow) => flow.to);
  const scopes = grouped(ids, (id) => nodes.get(id)?.within ?? '');
  const hosts = grouped(ids, (id) => {
    const node = nodes.get(id);
    return node?.kind === 'boundary' ? node.host : undefined;
  });
  return {
    model,
    node: (id) => nodes.get(id),
    outgoing: (id) => outgoing.get(id) ?? [],
    incoming: (id) => incoming.get(id) ?? [],
    boundaries: (id) => hosts.get(id) ?? [],
    inside: (scope) => scopes.get(scope) ?? [],
    scopes: ['', ...ids.filter((id) => nodes.get(id)?.kind === 'sub-process')],
  };
}

/** Every node that a token can come to from these, themselves included; events on an activity's border count as its way on. */
export function reachableFrom(graph: Graph, starts: readonly string[]): ReadonlySet<string> {
  const found = new Set(starts);
  for (const id of found) {
    for (const flow of graph.outgoing(id)) found.add(flow.to);
    for (const boundary of graph.boundaries(id)) found.add(boundary);
  }
  return found;
}

/** Every node from which one of these can be reached. */
export function leadingTo(graph: Graph, ends: readonly string[]): ReadonlySet<string> {
  const found = new Set(ends);
  for (const id of found) {
    for (const flow of graph.incoming(id)) found.add(flow.from);
    const node = graph.node(id);
    if (node?.kind === 'boundary') found.add(node.host);
  }
  return found;
}

const waiting: ReadonlySet<NodeKind> = new Set(['user', 'receive', 'catch', 'event', 'call', 'sub-process']);

/** Passed by the machine in one go, without a person or an event. */
export function isAutomatic(node: ProcessNode): boolean {
  return !waiting.has(node.kind) && node.kind !== 'boundary';
}

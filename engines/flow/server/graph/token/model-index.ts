/** A process model made ready for playing: what leaves and enters each node, what sits on it, and where tokens can still get to. */
import type { BoundaryNode, ProcessFlow, ProcessModel, ProcessNode } from '../../../../../kernel/process.ts';
import { flowErrors } from '../../../contract.ts';

export interface ModelIndex {
  readonly outgoing: ReadonlyMap<string, readonly ProcessFlow[]>;
  readonly incoming: ReadonlyMap<string, readonly ProcessFlow[]>;
  /** Activity → its boundary events. */
  readonly boundaries: ReadonlyMap<string, readonly (readonly [string, BoundaryNode])[]>;
  /** Gateway → nodes from which a token can still come in by the flow, by flow id; filled as it is asked. */
  readonly sources: Map<string, ReadonlySet<string>>;
}

const indexes = new WeakMap<ProcessModel, ModelIndex>();

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}

export function indexOf(model: ProcessModel): ModelIndex {
  const known = indexes.get(model);
  if (known !== undefined) return known;
  const sitting = Object.entries(model.nodes).flatMap(([id, node]) =>
    node.kind === 'boundary' ? [[id, node] as const] : [],
  );
  const index: ModelIndex = {
    outgoing: groupBy(model.flows, (flow) => flow.from),
    incoming: groupBy(model.flows, (flow) => flow.to),
    boundaries: groupBy(sitting, ([, node]) => node.host),
    sources: new Map(),
  };
  indexes.set(model, index);
  return index;
}

/** Throws flow.unknownStage for a node that the model lacks. */
export function nodeOf(model: ProcessModel, id: string): ProcessNode {
  const node = Object.hasOwn(model.nodes, id) ? model.nodes[id] : undefined;
  if (node === undefined) throw flowErrors.unknownStage({ stage: id.slice(0, 60) });
  return node;
}

/** Where tokens begin inside a sub-process (or the process): its start without trigger, else what nothing leads to. */
export function entryNodes(
  model: ProcessModel,
  index: ModelIndex,
  within: string | undefined,
): readonly string[] {
  const inside = Object.entries(model.nodes).filter(([, node]) => node.within === within);
  const starts = inside.filter(([, node]) => node.kind === 'start' && node.on === undefined);
  const first =
    starts.length > 0
      ? starts
      : inside.filter(
          ([id, node]) => node.kind !== 'boundary' && (index.incoming.get(id) ?? []).length === 0,
        );
  return first.map(([id]) => id);
}

/** Nodes from which a token can still come in by this flow without first passing the flow's own target. */
export function sourcesOf(index: ModelIndex, flow: ProcessFlow): ReadonlySet<string> {
  const known = index.sources.get(flow.id);
  if (known !== undefined) return known;
  const hosts = new Map(
    [...index.boundaries].flatMap(([host, all]) => all.map(([id]) => [id, host] as const)),
  );
  const found = new Set<string>();
  const open = [flow.from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id) || id === flow.to) continue;
    found.add(id);
    for (const { from } of index.incoming.get(id) ?? []) open.push(from);
    const host = hosts.get(id);
    if (host !== undefined) open.push(host);
  }
  index.sources.set(flow.id, found);
  return found;
}

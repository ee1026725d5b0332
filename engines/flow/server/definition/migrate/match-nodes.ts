/** Which node of one version of a process can stand for which of another, and which is meant when nobody says so. */
import type { ProcessModel, ProcessNode, Repeats, Trigger } from '../../../../../kernel/process.ts';
import { nodeTitles } from '../../../process/words.ts';

/** Node of the old version → node of the new one. */
export type NodeMap = Readonly<Record<string, string>>;

export function nodeIn(model: ProcessModel, id: string | undefined): ProcessNode | undefined {
  return id !== undefined && Object.hasOwn(model.nodes, id) ? model.nodes[id] : undefined;
}

export function titleIn(model: ProcessModel, id: string): string {
  const node = nodeIn(model, id);
  if (node === undefined) return id.slice(0, 60);
  return node.title === '' ? nodeTitles[node.kind] : node.title;
}

function repeatsOf(node: ProcessNode): Repeats | undefined {
  return 'repeats' in node ? node.repeats : undefined;
}

function triggerOf(node: ProcessNode): Trigger['kind'] | undefined {
  return 'on' in node ? node.on?.kind : undefined;
}

/** Why what happens at the one cannot go on at the other; undefined when it can. */
export function mismatch(from: ProcessNode, to: ProcessNode): string | undefined {
  if (from.kind !== to.kind) return `${nodeTitles[from.kind]}不能换成${nodeTitles[to.kind]}`;
  if (repeatsOf(from)?.order !== repeatsOf(to)?.order) return '一个要重复办理，另一个不是，或先后不同';
  if (triggerOf(from) !== triggerOf(to)) return '等待的事件种类不同';
  if (from.kind === 'call' && to.kind === 'call' && from.calls !== to.calls) return '调用的案件类型不同';
  return undefined;
}

/** The node of the same id, else the only one of the same kind and title. */
export function suggestMap(from: ProcessModel, to: ProcessModel): NodeMap {
  const found = Object.entries(from.nodes).flatMap(([id, node]) => {
    const same = nodeIn(to, id);
    if (same !== undefined && mismatch(node, same) === undefined) return [[id, id] as const];
    const alike = Object.entries(to.nodes).filter(
      ([, other]) => other.title !== '' && other.title === node.title && mismatch(node, other) === undefined,
    );
    const [only] = alike;
    return only !== undefined && alike.length === 1 ? [[id, only[0]] as const] : [];
  });
  return Object.fromEntries(found);
}

/** Nodes at which a token of this node could go on. */
export function choicesFor(from: ProcessNode, to: ProcessModel): readonly string[] {
  return Object.entries(to.nodes).flatMap(([id, node]) => (mismatch(from, node) === undefined ? [id] : []));
}

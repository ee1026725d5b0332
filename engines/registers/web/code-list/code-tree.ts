/** The entries of a code list as a tree, narrowed by what was typed; a hit keeps the branch that leads to it. Pure. */
import type { OutputOf } from '../../../../kernel/contract.ts';
import type contract from '../../contract.ts';

export type Entry = OutputOf<(typeof contract)['routes']['codeEntries']>['entries'][number];

export interface CodeNode extends Entry {
  children?: CodeNode[];
}

export function buildTree(entries: readonly Entry[], text: string): readonly CodeNode[] {
  const nodes = new Map(entries.map((entry) => [entry.code, { ...entry } as CodeNode]));
  const roots: CodeNode[] = [];
  for (const node of nodes.values()) {
    const parent = node.parent === null || node.parent === node.code ? undefined : nodes.get(node.parent);
    if (parent === undefined) roots.push(node);
    else (parent.children ??= []).push(node);
  }
  const wanted = text.trim().toLowerCase();
  return wanted === '' ? roots : roots.flatMap((root) => narrow(root, wanted));
}

function narrow(node: CodeNode, wanted: string): CodeNode[] {
  if (`${node.code} ${node.name}`.toLowerCase().includes(wanted)) return [node];
  const children = (node.children ?? []).flatMap((child) => narrow(child, wanted));
  return children.length === 0 ? [] : [{ ...node, children }];
}

export function isInForce(
  entry: Pick<Entry, 'validFrom' | 'validTo'>,
  today: string = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
): boolean {
  return (
    (entry.validFrom === null || entry.validFrom <= today) &&
    (entry.validTo === null || entry.validTo >= today)
  );
}

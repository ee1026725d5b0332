/** The variables that an expression speaks of, read from its tree: not what stands in texts, after a dot, or is named by the expression itself. */
import { evaluate } from 'feelin';
import { type ExpressionKind, type Names, readTree, type TreeNode } from './parse-expression.ts';

export interface Mentioned {
  readonly name: string;
  /** Only inside filters, where it may also be a part of the elements. */
  readonly filtered: boolean;
}

function childrenOf(node: TreeNode): readonly TreeNode[] {
  const children: TreeNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

function plainText(node: TreeNode, text: string): string {
  return text.slice(node.from, node.to).replace(/\s+/g, ' ');
}

/** Loops, parameters and entries, whose names what comes after them may use. */
const naming = new Set([
  'InExpressions',
  'InExpression',
  'FormalParameters',
  'FormalParameter',
  'ParameterName',
  'ContextEntry',
  'Key',
]);

function broughtBy(node: TreeNode, text: string): readonly string[] {
  if (node.name === 'Name') return [plainText(node, text)];
  return naming.has(node.name) ? childrenOf(node).flatMap((child) => broughtBy(child, text)) : [];
}

/** Free variables. Of a broken text those that can be read. */
export function findNames(kind: ExpressionKind, text: string, names: Names = {}): readonly Mentioned[] {
  const found = new Map<string, Mentioned>();
  function visit(node: TreeNode, bound: ReadonlySet<string>, filtered: boolean): void {
    if (node.name === 'VariableName') {
      const name = plainText(node, text);
      if (!bound.has(name) && (!found.has(name) || !filtered)) found.set(name, { name, filtered });
      return;
    }
    // A type after 'instance of' is no variable.
    if (node.name === 'Type') return;
    const inside = new Set(bound);
    for (const [index, child] of childrenOf(node).entries()) {
      const within = node.name === 'FilterExpression' && index > 0;
      if (within) inside.add('item');
      visit(child, inside, filtered || within);
      // The list of a loop and the value of an entry stand outside their own name.
      if (node.name !== 'InExpression' && node.name !== 'ContextEntry')
        for (const name of broughtBy(child, text)) inside.add(name);
      if (node.name === 'ForExpression') inside.add('partial');
    }
  }
  visit(readTree(kind, text, names).topNode, new Set(), false);
  return [...found.values()];
}

/** Is it one of FEEL's own functions? */
export function isBuiltin(name: string): boolean {
  return typeof evaluate(name).value === 'function';
}

/** Reads FEEL into a tree and says in Chinese, with the place, what is wrong with it; the grammar is feelin's (DMN 1.3, 10.3.1.2). */
import { parseExpression, parseUnaryTests } from 'feelin';
import { ruleErrors } from '../errors.ts';
import { isContext } from './feel-value.ts';
import type { FeelLimits } from './limits.ts';

export type Tree = ReturnType<typeof parseExpression>;
export type TreeNode = Tree['topNode'];
export type ExpressionKind = 'expression' | 'tests';

/** One broken place; `from` and `to` count characters from 0. */
export interface SyntaxProblem {
  readonly message: string;
  readonly from: number;
  readonly to: number;
  /** Well formed, but longer or deeper than is allowed. */
  readonly tooComplex?: true;
}

/** Variables in sight, with contexts inside where paths lead on; only the names are looked at. */
export type Names = Readonly<Record<string, unknown>>;

const longestShown = 20;

function shorten(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

function describe(text: string, node: TreeNode): SyntaxProblem {
  const { from, to } = node;
  if (text.slice(from, to).startsWith('"')) return { message: '引号没有配对', from, to: text.length };
  if (to > from) return { message: `“${shorten(text.slice(from, to))}”放在这里不合语法`, from, to };
  const rest = text.slice(to).trim();
  if (rest === '') return { message: '表达式没有写完', from, to };
  return { message: `“${shorten(rest)}”之前缺少内容`, from, to };
}

/** The first broken place of a tree and how deep it goes. */
function inspect(text: string, tree: Tree): { problem: SyntaxProblem | undefined; depth: number } {
  let problem: SyntaxProblem | undefined;
  let level = 0;
  let depth = 0;
  tree.iterate({
    enter(node) {
      level += 1;
      depth = Math.max(depth, level);
      if (node.type.isError) problem ??= describe(text, node.node);
    },
    leave() {
      level -= 1;
    },
  });
  return { problem, depth };
}

/** Also of a broken text: what could not be read is marked in the tree. */
export function readTree(kind: ExpressionKind, text: string, names: Names): Tree {
  // The parser looks the names up as they may be written, with spaces and signs in them; it writes nothing into them.
  return kind === 'tests' ? parseUnaryTests(text, names, undefined) : parseExpression(text, names, undefined);
}

/** For editors: the problems of a text, none when it can be compiled. */
export function checkSyntax(
  kind: ExpressionKind,
  text: string,
  names: Names,
  limits: Pick<FeelLimits, 'length' | 'depth'>,
): readonly SyntaxProblem[] {
  if (text.length > limits.length)
    return [
      { message: `不能超过 ${limits.length} 个字符`, from: limits.length, to: text.length, tooComplex: true },
    ];
  if (text.trim() === '') return [{ message: '表达式没有写完', from: 0, to: text.length }];
  const { problem, depth } = inspect(text, readTree(kind, text, names));
  if (problem !== undefined) return [problem];
  if (depth > limits.depth)
    return [{ message: `嵌套不能超过 ${limits.depth} 层`, from: 0, to: text.length, tooComplex: true }];
  return [];
}

/** The sound tree of a text; throws rules.tooComplex or rules.syntax, whose problem's path is 'from-to'. */
export function parse(
  kind: ExpressionKind,
  text: string,
  names: Names,
  limits: Pick<FeelLimits, 'length' | 'depth'>,
): Tree {
  const [problem] = checkSyntax(kind, text, names, limits);
  if (problem === undefined) return readTree(kind, text, names);
  const { message, from, to } = problem;
  const place = [{ path: `${from}-${to}`, message }];
  if (problem.tooComplex === true) throw ruleErrors.tooComplex({ reason: message }, place);
  throw ruleErrors.syntax({ position: from + 1, reason: message }, place);
}

const plainName = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const deepestName = 4;

function collectSpecial(names: unknown, level: number, found: Set<string>): void {
  const one: unknown = Array.isArray(names) ? names[0] : names;
  if (level > deepestName || !isContext(one)) return;
  for (const [name, inside] of Object.entries(one)) {
    if (!plainName.test(name)) found.add(name);
    if (typeof inside === 'object') collectSpecial(inside, level + 1, found);
  }
}

/** Names that change how a text is read, because they hold spaces or signs; the others do not matter to the parser. */
export function specialNames(names: Names): readonly string[] {
  const found = new Set<string>();
  collectSpecial(names, 0, found);
  return [...found].sort();
}

/** Turns the common part of FEEL into closures that run without parsing again; for the rest it says no, and feelin interprets the text. */
import { evaluate } from 'feelin';
import { builtins } from './builtins.ts';
import { isContext } from './feel-value.ts';
import {
  type Arithmetic,
  both,
  calculate,
  type Comparison,
  comparisons,
  either,
  isEqual,
  isWithin,
  negate,
  unsuited,
} from './operations.ts';
import type { TreeNode } from './parse-expression.ts';

export type WarningKind = 'variable' | 'entry' | 'type' | 'function';

export interface FeelWarning {
  readonly kind: WarningKind;
  readonly message: string;
  readonly from: number;
  readonly to: number;
}

/** One evaluation: the variables, the value under test ('?'), and what was strange. */
export interface Run {
  readonly scope: Readonly<Record<string, unknown>>;
  readonly input: unknown;
  readonly warnings: FeelWarning[];
}

export type Step = (run: Run) => unknown;

/** Undefined where the node, or anything below it, is left to feelin. */
type Compile = (node: TreeNode, text: string) => Step | undefined;

function childrenOf(node: TreeNode): readonly TreeNode[] {
  const children: TreeNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

function textOf(node: TreeNode, text: string): string {
  return text.slice(node.from, node.to);
}

/** All of them, or nothing if one of them is left to feelin. */
function compileAll(nodes: readonly (TreeNode | undefined)[], text: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  for (const node of nodes) {
    const step = node === undefined ? undefined : compileNode(node, text);
    if (step === undefined) return undefined;
    steps.push(step);
  }
  return steps;
}

function warn(run: Run, node: TreeNode, kind: WarningKind, message: string): null {
  run.warnings.push({ kind, message, from: node.from, to: node.to });
  return null;
}

/** A literal's value is worked out once, by feelin itself. */
function constant(node: TreeNode, text: string): Step {
  const { value } = evaluate(textOf(node, text));
  return () => value;
}

function only(node: TreeNode, text: string): Step | undefined {
  const inside = childrenOf(node).filter((child) => child.name !== '(' && child.name !== ')');
  return inside.length === 1 ? compileAll(inside, text)?.[0] : undefined;
}

function variable(node: TreeNode, text: string): Step {
  const name = textOf(node, text).replace(/\s+/g, ' ');
  return (run) => {
    if (Object.hasOwn(run.scope, name)) {
      const value = run.scope[name];
      if (typeof value === 'function') throw unsuited;
      return value ?? null;
    }
    // It may be written in the context with other blanks, or be the name of a function.
    if (/[^\p{L}\p{N}_]/u.test(name) || builtins.has(name)) throw unsuited;
    return warn(run, node, 'variable', `没有名为“${name}”的变量`);
  };
}

function path(node: TreeNode, text: string): Step | undefined {
  const [target, , property] = childrenOf(node);
  const from = target === undefined ? undefined : compileNode(target, text);
  if (from === undefined || property?.name !== 'PathName') return undefined;
  const name = textOf(property, text).replace(/\s+/g, ' ');
  return (run) => {
    const value = from(run);
    if (value === null) return null;
    if (!isContext(value) || !Object.hasOwn(value, name)) throw unsuited;
    return value[name] ?? null;
  };
}

function arithmetic(node: TreeNode, text: string): Step | undefined {
  const parts = childrenOf(node);
  const sign = parts.find((part) => part.name === 'ArithOp');
  const operands = compileAll(
    parts.filter((part) => part !== sign),
    text,
  );
  if (sign === undefined || operands === undefined) return undefined;
  const operator = textOf(sign, text) as Arithmetic;
  const [first, second] = operands;
  if (first === undefined) return undefined;
  const left: Step = second === undefined ? () => 0 : first;
  const right = second ?? first;
  return (run) => {
    const result = calculate(operator, left(run), right(run));
    return result ?? warn(run, node, 'type', `“${operator}”两边的值无法计算`);
  };
}

function comparison(node: TreeNode, text: string): Step | undefined {
  const [subject, operator, ...rest] = childrenOf(node);
  if (subject === undefined || operator === undefined) return undefined;
  if (operator.name === 'in') return membership(subject, rest, text);
  if (operator.name === 'between') {
    const [value, low, high] = compileAll([subject, rest[0], rest[2]], text) ?? [];
    if (value === undefined || low === undefined || high === undefined) return undefined;
    return (run) => {
      const [from, to] = [low(run), high(run)];
      if (from === null || to === null) return null;
      return isWithin(value(run), { low: from, high: to, withLow: true, withHigh: true });
    };
  }
  const [left, right] = compileAll([subject, rest[0]], text) ?? [];
  const compare = comparisons[textOf(operator, text) as Comparison];
  if (left === undefined || right === undefined || compare === undefined) return undefined;
  return (run) => {
    const [a, b] = [left(run), right(run)];
    const result = compare(a, b);
    if (result !== null || a === null || b === null) return result;
    return warn(run, node, 'type', '两边的值类型不同，无法比较');
  };
}

/** `x in (1, [2..3])`: true when a test holds, unknown when none does and one is unknown. */
function membership(subject: TreeNode, rest: readonly TreeNode[], text: string): Step | undefined {
  const value = compileNode(subject, text);
  const tests = rest
    .filter((part) => part.name !== '(' && part.name !== ')')
    .map((part) => compileTests(part, text));
  const [test] = tests;
  if (value === undefined || test === undefined || tests.length !== 1) return undefined;
  return (run) => test({ ...run, input: value(run) });
}

function logic(join: (a: unknown, b: unknown) => boolean | null): Compile {
  return (node, text) => {
    const [left, , right] = childrenOf(node);
    const [a, b] = compileAll([left, right], text) ?? [];
    if (a === undefined || b === undefined) return undefined;
    return (run) => join(a(run), b(run));
  };
}

function choice(node: TreeNode, text: string): Step | undefined {
  const [, condition, , then, , otherwise] = childrenOf(node);
  const [test, yes, no] = compileAll([condition, then, otherwise], text) ?? [];
  if (test === undefined || yes === undefined || no === undefined) return undefined;
  return (run) => (test(run) === true ? yes(run) : no(run));
}

function list(node: TreeNode, text: string): Step | undefined {
  const items = compileAll(
    childrenOf(node).filter((child) => child.name !== '[' && child.name !== ']'),
    text,
  );
  return items && ((run) => items.map((item) => item(run)));
}

function call(node: TreeNode, text: string): Step | undefined {
  const [callee, , given] = childrenOf(node);
  const name = callee === undefined ? '' : textOf(callee, text).replace(/\s+/g, ' ');
  const builtin = builtins.get(name);
  if (builtin === undefined || given?.name !== 'PositionalParameters') return undefined;
  const values = compileAll(childrenOf(given), text);
  if (values === undefined) return undefined;
  return (run) => {
    // A variable of that name goes before the function.
    if (Object.hasOwn(run.scope, name)) throw unsuited;
    const result: unknown = builtin.invoke(values.map((value) => value(run)));
    const failed = typeof result === 'object' && result !== null && 'template' in result;
    if (!failed && result !== null && result !== undefined) return result;
    if (name === 'not') return null;
    return warn(run, node, 'function', `函数“${name}”的参数不合要求`);
  };
}

const makers: Readonly<Record<string, Compile>> = {
  Expression: only,
  ParenthesizedExpression: only,
  NumericLiteral: constant,
  StringLiteral: constant,
  BooleanLiteral: constant,
  null: constant,
  VariableName: variable,
  PathExpression: path,
  ArithmeticExpression: arithmetic,
  Comparison: comparison,
  Conjunction: logic(both),
  Disjunction: logic(either),
  IfExpression: choice,
  List: list,
  FunctionInvocation: call,
  '?': () => (run) => run.input ?? null,
  DateTimeLiteral: (node, text) =>
    /^(?:@|date|time|duration)[^"]*"[^"\\]*"\s*\)?$/.test(textOf(node, text))
      ? constant(node, text)
      : undefined,
};

export function compileNode(node: TreeNode, text: string): Step | undefined {
  return Object.hasOwn(makers, node.name) ? makers[node.name]?.(node, text) : undefined;
}

/** A bound that a test compares the input with: `> 5`, `[1..5)`. */
function boundedTest(node: TreeNode, text: string): Step | undefined {
  const [first, second] = childrenOf(node);
  if (first?.name === 'Interval') {
    const parts = childrenOf(first);
    const [low, high] = compileAll([parts[1], parts[3]], text) ?? [];
    if (low === undefined || high === undefined) return undefined;
    const [withLow, withHigh] = [parts[0]?.name === '[', parts[4]?.name === ']'];
    return (run) => isWithin(run.input, { low: low(run), high: high(run), withLow, withHigh });
  }
  const value = second === undefined ? undefined : compileNode(second, text);
  const compare = first === undefined ? undefined : comparisons[textOf(first, text) as Comparison];
  if (value === undefined || compare === undefined) return undefined;
  return (run) => compare(run.input, value(run));
}

function singleTest(node: TreeNode, text: string): Step | undefined {
  const [inside] = childrenOf(node);
  if (inside === undefined) return undefined;
  if (inside.name === 'SimplePositiveUnaryTest') return boundedTest(inside, text);
  const value = compileNode(inside, text);
  if (value === undefined) return undefined;
  const literal = inside.name === 'BooleanLiteral';
  return (run) => {
    const wanted = value(run);
    if (literal) return wanted === run.input;
    if (typeof wanted === 'boolean') return wanted;
    if (Array.isArray(wanted)) return wanted.some((one) => isEqual(one, run.input) === true);
    if (wanted === null && inside.name !== 'null') return null;
    return isEqual(wanted, run.input);
  };
}

/** Unary tests (DMN 1.3, 10.3.2.7, grammar rules 13–17): true when one of them holds, or with `not` when none does. */
export function compileTests(node: TreeNode, text: string): Step | undefined {
  if (node.name === 'PositiveUnaryTest') return singleTest(node, text);
  const parts = childrenOf(node);
  const [first] = parts;
  if (first?.name === 'Wildcard') return () => true;
  if (node.name === 'UnaryTests' && first?.name === 'not') {
    const inner = parts[2] === undefined ? undefined : compileTests(parts[2], text);
    return inner && ((run) => negate(inner(run) === true));
  }
  if (node.name === 'UnaryTests') return first && compileTests(first, text);
  if (node.name !== 'PositiveUnaryTests') return undefined;
  const tests: Step[] = [];
  for (const part of parts) {
    const test = compileTests(part, text);
    if (test === undefined) return undefined;
    tests.push(test);
  }
  return (run) => anyOf(tests, run);
}

function anyOf(tests: readonly Step[], run: Run): boolean | null {
  let unknown = false;
  for (const test of tests) {
    const result = test(run);
    if (result === true) return true;
    unknown ||= result === null;
  }
  return unknown ? null : false;
}

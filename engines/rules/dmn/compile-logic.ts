/** Compiles boxed expressions (DMN 1.3, 7.3 and 10.2) to functions from what is in sight to a FEEL value. */
import { FeelFunction } from 'feelin';
import { ruleErrors } from '../errors.ts';
import type { FeelWarning } from '../feel/compile-node.ts';
import type { Feel, Scope } from '../feel/create-feel.ts';
import type { Names } from '../feel/parse-expression.ts';
import { compileTable } from '../table/compile-table.ts';
import type { ItemType, Logic, NamedLogic, Variable } from './decision-model.ts';

/** What one table of the model did. */
export interface TableTrace {
  /** Name of the decision or function that the table belongs to. */
  readonly name: string;
  /** Ids of the rules that matched. */
  readonly matched: readonly string[];
}

/** One taking of a decision, as it goes. */
export interface Taking {
  readonly traces: TableTrace[];
  readonly warnings: FeelWarning[];
}

export type Take = (scope: Scope, taking: Taking) => unknown;

export interface Compiling {
  readonly feel: Feel;
  /** Of the decision or function, for traces and sentences. */
  readonly name: string;
  readonly names: Names;
}

/** Names inside a value of the type, so that paths with blanks are read rightly. */
function namesIn(type: ItemType): unknown {
  if (type.parts === undefined) return null;
  return Object.fromEntries(Object.entries(type.parts).map(([name, part]) => [name, namesIn(part)]));
}

export function namesOf(variables: readonly Variable[]): Names {
  return Object.fromEntries(variables.map(({ name, type }) => [name, namesIn(type)]));
}

function compileLiteral(text: string, { feel, names }: Compiling): Take {
  const compiled = feel.compile('expression', text, names);
  return (scope, { warnings }) => {
    const found = compiled.run(scope);
    warnings.push(...found.warnings);
    return found.value;
  };
}

function compileDecisionTable(
  logic: Extract<Logic, { kind: 'table' }>,
  { feel, name, names }: Compiling,
): Take {
  const run = compileTable(logic.table, feel, { names, defaultPriorities: logic.priorities });
  return (scope, { traces, warnings }) => {
    const found = run(scope);
    traces.push({ name, matched: found.matched });
    warnings.push(...found.warnings);
    return found.value;
  };
}

function compileInvocation(logic: Extract<Logic, { kind: 'invocation' }>, compiling: Compiling): Take {
  const callee = compileLogic(logic.callee, compiling);
  const bindings = logic.bindings.map(({ name, logic: value }) => ({
    name,
    take: compileLogic(value, compiling),
  }));
  return (scope, taking) => {
    const called = callee(scope, taking);
    if (!(called instanceof FeelFunction))
      throw ruleErrors.failed({ reason: `“${compiling.name}”调用的不是函数` });
    const given = Object.fromEntries(bindings.map(({ name, take }) => [name, take(scope, taking)]));
    return called.invoke(given) as unknown;
  };
}

/** Each entry sees those above it; one without a name is the value of the whole. */
function compileContext(entries: readonly NamedLogic[], compiling: Compiling): Take {
  let { names } = compiling;
  const parts = entries.map(({ name, logic }) => {
    const take = compileLogic(logic, { ...compiling, names });
    if (name !== '') names = { ...names, [name]: null };
    return { name, take };
  });
  return (scope, taking) => {
    const made: Record<string, unknown> = {};
    for (const { name, take } of parts) {
      const value = take({ ...scope, ...made }, taking);
      if (name === '') return value;
      made[name] = value;
    }
    return made;
  };
}

function compileFunction(
  { parameters, body }: Extract<Logic, { kind: 'function' }>,
  compiling: Compiling,
): Take {
  const names = { ...compiling.names, ...namesOf(parameters) };
  const inside = compileLogic(body, { ...compiling, names });
  return (scope, taking) => {
    const bind = (values: readonly unknown[]) =>
      Object.fromEntries(parameters.map(({ name }, index) => [name, values[index] ?? null]));
    return new FeelFunction(
      (...values: unknown[]) => inside({ ...scope, ...bind(values) }, taking),
      parameters.map(({ name }) => name),
    );
  };
}

function compileRelation(
  { columns, rows }: Extract<Logic, { kind: 'relation' }>,
  compiling: Compiling,
): Take {
  const cells = rows.map((row) => row.map((one) => compileLogic(one, compiling)));
  return (scope, taking) =>
    cells.map((row) =>
      Object.fromEntries(columns.map((column, index) => [column, row[index]?.(scope, taking) ?? null])),
    );
}

/** Throws rules.syntax and rules.tooComplex; running throws rules.value, rules.hits, rules.tooSlow, rules.failed. */
export function compileLogic(logic: Logic, compiling: Compiling): Take {
  switch (logic.kind) {
    case 'literal':
      return compileLiteral(logic.text, compiling);
    case 'table':
      return compileDecisionTable(logic, compiling);
    case 'invocation':
      return compileInvocation(logic, compiling);
    case 'context':
      return compileContext(logic.entries, compiling);
    case 'function':
      return compileFunction(logic, compiling);
    case 'relation':
      return compileRelation(logic, compiling);
    case 'list': {
      const items = logic.items.map((one) => compileLogic(one, compiling));
      return (scope, taking) => items.map((take) => take(scope, taking));
    }
  }
}

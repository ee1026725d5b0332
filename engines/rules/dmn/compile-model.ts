/** Compiles a decision model so that each decision can be taken over plain inputs, with what it rested on. */
import { FeelFunction } from 'feelin';
import { ruleErrors } from '../errors.ts';
import type { FeelWarning } from '../feel/compile-node.ts';
import type { Feel, Scope } from '../feel/create-feel.ts';
import { isContext, toFeel } from '../feel/feel-value.ts';
import type { Names } from '../feel/parse-expression.ts';
import { compileTable } from '../table/compile-table.ts';
import type {
  BusinessKnowledge,
  Decision,
  DecisionModel,
  ItemType,
  Logic,
  NamedLogic,
  Variable,
} from './decision-model.ts';

/** What one table of the model did. */
export interface TableTrace {
  /** Name of the decision or function that the table belongs to. */
  readonly name: string;
  /** Ids of the rules that matched. */
  readonly matched: readonly string[];
}

interface Taking {
  readonly traces: TableTrace[];
  readonly warnings: FeelWarning[];
}

type Take = (scope: Scope, taking: Taking) => unknown;

export interface Taken {
  /** A FEEL value. */
  readonly value: unknown;
  readonly traces: readonly TableTrace[];
  readonly warnings: readonly FeelWarning[];
}

export interface CompiledModel {
  readonly model: DecisionModel;
  /** Every input that the decision rests on, its own and those of the decisions below. */
  inputsOf(decision: string): readonly Variable[];
  /** Takes the decision of this id over plain values by name. Throws rules.value, rules.hits, rules.tooSlow, rules.failed. */
  take(decision: string, given: Scope): Taken;
}

/** Names inside a value of the type, so that paths with blanks are read rightly. */
function namesIn(type: ItemType): unknown {
  if (type.parts === undefined) return null;
  return Object.fromEntries(Object.entries(type.parts).map(([name, part]) => [name, namesIn(part)]));
}

/** What a decision sees of its own: its inputs and the results of the decisions that it rests on. */
export function variablesOf(model: DecisionModel, decision: string): readonly Variable[] {
  const one = model.decisions.find(({ id }) => id === decision);
  return [
    ...model.inputs.filter(({ id }) => one?.inputs.includes(id)).map(({ variable }) => variable),
    ...model.decisions.filter(({ id }) => one?.decisions.includes(id)).map(({ variable }) => variable),
  ];
}

function namesOf(variables: readonly Variable[]): Names {
  return Object.fromEntries(variables.map(({ name, type }) => [name, namesIn(type)]));
}

/** A plain value checked and made one of the type. */
function admit(value: unknown, type: ItemType, name: string, feel: Feel): unknown {
  if (value === null || value === undefined) return null;
  if (type.list) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    return items.map((one) => admit(one, { ...type, list: false }, name, feel));
  }
  if (type.parts !== undefined) {
    if (!isContext(value)) throw ruleErrors.value({ name, reason: '应为一组值' });
    const parts = Object.entries(type.parts).map(([key, part]) => [
      key,
      admit(value[key], part, `${name}.${key}`, feel),
    ]);
    return { ...value, ...Object.fromEntries(parts) };
  }
  const made = type.base === 'context' ? value : toFeel(value, type.base, name);
  if (type.allowed !== undefined && feel.test(type.allowed, made) !== true)
    throw ruleErrors.value({ name, reason: `不在允许的取值 ${type.allowed.slice(0, 200)} 之内` });
  return made;
}

/** All ids that can be reached, each after what it needs; throws rules.circle. */
function inOrder(
  start: string,
  next: (id: string) => readonly string[],
  title: (id: string) => string,
): readonly string[] {
  const done = new Set<string>();
  const open = new Set<string>();
  function visit(id: string): void {
    if (done.has(id)) return;
    if (open.has(id)) throw ruleErrors.circle({ name: title(id) });
    open.add(id);
    for (const one of next(id)) visit(one);
    open.delete(id);
    done.add(id);
  }
  visit(start);
  return [...done];
}

interface Compiling {
  readonly name: string;
  readonly names: Names;
}

function byId<T extends { readonly id: string }>(list: readonly T[]): ReadonlyMap<string, T> {
  return new Map(list.map((one) => [one.id, one]));
}

export function compileModel(model: DecisionModel, feel: Feel): CompiledModel {
  const inputs = byId(model.inputs);
  const decisions = byId(model.decisions);
  const functions = byId(model.functions);

  function compileEach(
    list: readonly NamedLogic[],
    { name, names }: Compiling,
  ): readonly { name: string; take: Take }[] {
    // Each entry sees those above it.
    let inSight = names;
    return list.map((one) => {
      const take = compileLogic(one.logic, { name, names: inSight });
      if (one.name !== '') inSight = { ...inSight, [one.name]: null };
      return { name: one.name, take };
    });
  }

  function compileLiteral(text: string, { names }: Compiling): Take {
    const compiled = feel.compile('expression', text, names);
    return (scope, { warnings }) => {
      const found = compiled.run(scope);
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

  function compileContext(entries: readonly NamedLogic[], compiling: Compiling): Take {
    const parts = compileEach(entries, compiling);
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
    const inside = compileLogic(body, {
      ...compiling,
      names: { ...compiling.names, ...namesOf(parameters) },
    });
    return (scope, taking) =>
      new FeelFunction(
        (...values: unknown[]) =>
          inside(
            {
              ...scope,
              ...Object.fromEntries(parameters.map(({ name }, index) => [name, values[index] ?? null])),
            },
            taking,
          ),
        parameters.map(({ name }) => name),
      );
  }

  function compileDecisionTable(logic: Extract<Logic, { kind: 'table' }>, { name, names }: Compiling): Take {
    const run = compileTable(logic.table, feel, { names, defaultPriorities: logic.priorities });
    return (scope, { traces, warnings }) => {
      const found = run(scope);
      traces.push({ name, matched: found.matched });
      warnings.push(...found.warnings);
      return found.value;
    };
  }

  function compileLogic(logic: Logic, compiling: Compiling): Take {
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
      case 'list': {
        const items = logic.items.map((one) => compileLogic(one, compiling));
        return (scope, taking) => items.map((take) => take(scope, taking));
      }
      case 'relation': {
        const rows = logic.rows.map((row) => row.map((one) => compileLogic(one, compiling)));
        return (scope, taking) =>
          rows.map((row) =>
            Object.fromEntries(
              logic.columns.map((column, index) => [column, row[index]?.(scope, taking) ?? null]),
            ),
          );
      }
    }
  }

  function functionsUnder(owner: Decision | BusinessKnowledge): readonly BusinessKnowledge[] {
    const ids = owner.functions.flatMap((id) =>
      inOrder(
        id,
        (one) => functions.get(one)?.functions.filter((next) => next !== one) ?? [],
        (one) => functions.get(one)?.name ?? one,
      ),
    );
    return [...new Set(ids)].flatMap((id) => functions.get(id) ?? []);
  }

  function compileDecision(decision: Decision): {
    take: Take;
    functions: readonly { name: string; take: Take }[];
  } {
    const known = functionsUnder(decision);
    const functionNames = Object.fromEntries(known.map(({ name }) => [name, null]));
    const names = { ...functionNames, ...namesOf(variablesOf(model, decision.id)) };
    if (decision.logic === undefined) throw ruleErrors.dmn({ reason: `决策“${decision.name}”没有内容` });
    return {
      take: compileLogic(decision.logic, { name: decision.name, names }),
      functions: known.map((one) => ({
        name: one.name,
        take: compileLogic(one.logic, { name: one.name, names: functionNames }),
      })),
    };
  }

  const compiled = new Map(model.decisions.map((one) => [one.id, compileDecision(one)]));
  const orders = new Map(
    model.decisions.map(({ id }) => [
      id,
      inOrder(
        id,
        (one) => decisions.get(one)?.decisions ?? [],
        (one) => decisions.get(one)?.name ?? one,
      ),
    ]),
  );

  function inputsOf(decision: string): readonly Variable[] {
    const ids = (orders.get(decision) ?? []).flatMap((id) => decisions.get(id)?.inputs ?? []);
    return [...new Set(ids)].flatMap((id) => inputs.get(id)?.variable ?? []);
  }

  /** Functions may use each other, and one that comes later in the list as well. */
  function withFunctions(
    scope: Scope,
    functions: readonly { name: string; take: Take }[],
    taking: Taking,
  ): Scope {
    const all: Record<string, unknown> = { ...scope };
    for (const { name, take } of functions) all[name] = take(all, taking);
    return all;
  }

  return {
    model,
    inputsOf,
    take(decision, given) {
      const taking: Taking = { traces: [], warnings: [] };
      const scope: Record<string, unknown> = {};
      for (const { name, type } of inputsOf(decision)) scope[name] = admit(given[name], type, name, feel);
      let value: unknown = null;
      for (const id of orders.get(decision) ?? []) {
        const [one, made] = [decisions.get(id), compiled.get(id)];
        if (one === undefined || made === undefined) throw ruleErrors.dmn({ reason: '引用了不存在的决策' });
        value = made.take(withFunctions(scope, made.functions, taking), taking);
        scope[one.variable.name] = value;
      }
      return { value, ...taking };
    },
  };
}

/** Compiles a decision model so that each decision can be taken over plain inputs, with what it rested on. */
import { ruleErrors } from '../errors.ts';
import type { FeelWarning } from '../feel/compile-node.ts';
import type { Feel, Scope } from '../feel/create-feel.ts';
import { admitValue, ownValue } from './admit-value.ts';
import { compileLogic, namesOf, type TableTrace, type Take, type Taking } from './compile-logic.ts';
import type { BusinessKnowledge, Decision, DecisionModel, Variable } from './decision-model.ts';

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

/** What a decision sees of its own: its inputs and the results of the decisions that it rests on. */
export function variablesOf(model: DecisionModel, decision: string): readonly Variable[] {
  const one = model.decisions.find(({ id }) => id === decision);
  return [
    ...model.inputs.filter(({ id }) => one?.inputs.includes(id)).map(({ variable }) => variable),
    ...model.decisions.filter(({ id }) => one?.decisions.includes(id)).map(({ variable }) => variable),
  ];
}

type ById<T> = ReadonlyMap<string, T>;

function byId<T extends { readonly id: string }>(list: readonly T[]): ById<T> {
  return new Map(list.map((one) => [one.id, one]));
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

/** Business knowledge under a decision; a function may call itself, but not another in a circle. */
function knowledgeUnder(
  decision: Decision,
  functions: ById<BusinessKnowledge>,
): readonly BusinessKnowledge[] {
  const ids = decision.functions.flatMap((start) =>
    inOrder(
      start,
      (id) => functions.get(id)?.functions.filter((next) => next !== id) ?? [],
      (id) => functions.get(id)?.name ?? id,
    ),
  );
  return [...new Set(ids)].flatMap((id) => functions.get(id) ?? []);
}

interface NamedTake {
  readonly name: string;
  readonly take: Take;
}

interface CompiledDecision {
  readonly take: Take;
  readonly functions: readonly NamedTake[];
}

function compileDecision(
  decision: Decision,
  model: DecisionModel,
  functions: ById<BusinessKnowledge>,
  feel: Feel,
): CompiledDecision {
  const { name, logic } = decision;
  if (logic === undefined) throw ruleErrors.dmn({ reason: `决策“${name}”没有内容` });
  const known = knowledgeUnder(decision, functions);
  const functionNames = Object.fromEntries(known.map((one) => [one.name, null]));
  const names = { ...functionNames, ...namesOf(variablesOf(model, decision.id)) };
  return {
    take: compileLogic(logic, { feel, name, names }),
    functions: known.map((one) => ({
      name: one.name,
      take: compileLogic(one.logic, { feel, name: one.name, names: functionNames }),
    })),
  };
}

/** Functions see each other, those that come later in the list as well. */
function withFunctions(scope: Scope, functions: readonly NamedTake[], taking: Taking): Scope {
  const all: Record<string, unknown> = { ...scope };
  for (const { name, take } of functions) all[name] = take(all, taking);
  return all;
}

/** Throws rules.syntax, rules.tooComplex, rules.circle and rules.dmn. */
export function compileModel(model: DecisionModel, feel: Feel): CompiledModel {
  const inputs = byId(model.inputs);
  const decisions = byId(model.decisions);
  const functions = byId(model.functions);
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
  const compiled = new Map(
    model.decisions.map((one) => [one.id, compileDecision(one, model, functions, feel)]),
  );

  function inputsOf(decision: string): readonly Variable[] {
    const ids = (orders.get(decision) ?? []).flatMap((id) => decisions.get(id)?.inputs ?? []);
    return [...new Set(ids)].flatMap((id) => inputs.get(id)?.variable ?? []);
  }

  return {
    model,
    inputsOf,
    take(decision, given) {
      const taking: Taking = { traces: [], warnings: [] };
      const scope: Record<string, unknown> = {};
      for (const { name, type } of inputsOf(decision))
        scope[name] = admitValue(ownValue(given, name), type, name, feel);
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

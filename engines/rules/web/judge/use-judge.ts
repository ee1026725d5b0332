/** Judges the table in work on the person's own machine: its findings, its test cases, and any inputs one cares to try. */
import { useDeferredValue, useMemo } from 'react';
import { CityError } from '../../../../kernel/errors.ts';
import contract, { type RuleTest } from '../../contract.ts';
import { type CompiledModel, compileModel, variablesOf } from '../../dmn/compile-model.ts';
import type { DecisionModel, Variable } from '../../dmn/decision-model.ts';
import { createFeel } from '../../feel/create-feel.ts';
import { analyseTable } from '../../table/analyse-table.ts';
import type { DecisionTable } from '../../table/decision-table.ts';
import type { Finding } from '../../table/finding.ts';
import { mentions, ownInputPrefix, undeclaredColumns } from '../../table/table-inputs.ts';
import { runTest, type TestCase, type TestResult } from '../../table/run-tests.ts';

function setting(name: string): number {
  return contract.settings?.[name]?.value ?? 0;
}

/** The server judges again with its own limits; here a slow expression holds up nobody but its writer. */
export const feel = createFeel({
  limits: () => ({
    length: setting('expression-length'),
    depth: setting('expression-depth'),
    cached: setting('cached-expressions'),
  }),
  guard: (work) => work(),
  now: () => new Date(),
});

export interface Judge {
  readonly findings: readonly Finding[];
  readonly results: ReadonlyMap<string, TestResult>;
  /** What the answering decision asks for. */
  readonly variables: readonly Variable[];
  /** Undefined while the table cannot be run. */
  readonly run: ((test: TestCase) => TestResult) | undefined;
  /** Why it cannot be run. */
  readonly problem: string | undefined;
}

/** The table of a decision; undefined when it is written otherwise. */
export function tableOf(model: DecisionModel, decision: string): DecisionTable | undefined {
  const logic = model.decisions.find(({ id }) => id === decision)?.logic;
  return logic?.kind === 'table' ? logic.table : undefined;
}

/** The model with the edited table in it, and with the inputs that the server will declare or drop when it is saved. */
function withTable(model: DecisionModel, decision: string, table: DecisionTable): DecisionModel {
  const named = [...model.inputs, ...model.decisions].map(({ variable }) => variable.name);
  const added = undeclaredColumns(table, new Set(named)).map(({ id, expression, type }) => ({
    id: `new-${id}`,
    variable: { name: expression.trim(), type: { base: type, list: false } },
  }));
  const dropped = new Set(
    model.inputs
      .filter(({ id, variable }) => id.startsWith(ownInputPrefix) && !mentions(table, variable.name))
      .map(({ id }) => id),
  );
  return {
    ...model,
    inputs: [...model.inputs, ...added],
    decisions: model.decisions.map((one) => {
      if (one.id !== decision || one.logic?.kind !== 'table') return one;
      const kept = one.inputs.filter((id) => !dropped.has(id));
      return { ...one, inputs: [...kept, ...added.map(({ id }) => id)], logic: { ...one.logic, table } };
    }),
  };
}

function tryCompile(model: DecisionModel): CompiledModel | string {
  try {
    return compileModel(model, feel);
  } catch (problem) {
    if (problem instanceof CityError) return problem.message;
    throw problem;
  }
}

export function useJudge(
  model: DecisionModel,
  /** The decision whose table is in work, and the one that answers. */
  decisions: { readonly edited: string; readonly main: string },
  table: DecisionTable | undefined,
  tests: readonly RuleTest[],
): Judge {
  const { edited, main } = decisions;
  const latest = useDeferredValue(table);
  const compiled = useMemo(
    () => tryCompile(latest === undefined ? model : withTable(model, edited, latest)),
    [model, edited, latest],
  );
  const findings = useMemo(() => {
    if (latest === undefined) return [];
    const names = variablesOf(withTable(model, edited, latest), edited).map(({ name }) => [name, null]);
    return analyseTable(latest, feel, Object.fromEntries(names) as Readonly<Record<string, unknown>>);
  }, [model, edited, latest]);
  const run = useMemo(
    () => (typeof compiled === 'string' ? undefined : (test: TestCase) => runTest(compiled, main, test)),
    [compiled, main],
  );
  const results = useMemo(() => {
    if (run === undefined) return new Map<string, TestResult>();
    return new Map(tests.map((one) => [one.id, run(one)]));
  }, [run, tests]);
  const variables = useMemo(
    () => (typeof compiled === 'string' ? [] : compiled.inputsOf(main)),
    [compiled, main],
  );
  return { findings, results, variables, run, problem: typeof compiled === 'string' ? compiled : undefined };
}

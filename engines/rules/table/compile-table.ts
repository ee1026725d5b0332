/** Compiles a decision table once, so that a decision costs only its comparisons, and says which rows matched. */
import { CityError } from '../../../kernel/errors.ts';
import { ruleErrors } from '../errors.ts';
import type { Compiled, Feel, Scope } from '../feel/create-feel.ts';
import type { FeelWarning } from '../feel/compile-node.ts';
import { toFeel } from '../feel/feel-value.ts';
import type { Names } from '../feel/parse-expression.ts';
import { columnTitle, type DecisionTable, isOpen } from './decision-table.ts';
import { applyHitPolicy, type Hit } from './hit-policy.ts';

export interface TableResult {
  readonly value: unknown;
  /** Ids of the rules that matched, in table order. */
  readonly matched: readonly string[];
  readonly warnings: readonly FeelWarning[];
}

/** `defaultPriorities`: allowed values of an output's own type, where the column itself lists none. */
export interface TableContext {
  readonly names: Names;
  readonly defaultPriorities?: readonly string[];
}

/** Runs a step of compiling and says at which cell it failed: its problem's path becomes 'rules.3.inputs.0'. */
function at<T>(path: string, where: string, run: () => T): T {
  try {
    return run();
  } catch (problem) {
    if (!(problem instanceof CityError)) throw problem;
    const message = `${where}：${problem.message}`;
    throw new CityError(problem.code, problem.kind, message, [{ path, message }]);
  }
}

interface CompiledRule {
  readonly id: string;
  /** Undefined where everything passes. */
  readonly tests: readonly (Compiled | undefined)[];
  readonly outputs: readonly Compiled[];
}

function compileRules(table: DecisionTable, feel: Feel, names: Names): readonly CompiledRule[] {
  return table.rules.map((rule, row) => ({
    id: rule.id,
    tests: rule.inputs.map((entry, column) =>
      isOpen(entry)
        ? undefined
        : at(`rules.${row}.inputs.${column}`, `第 ${row + 1} 行`, () => feel.compile('tests', entry, names)),
    ),
    outputs: rule.outputs.map((entry, column) =>
      at(`rules.${row}.outputs.${column}`, `第 ${row + 1} 行`, () =>
        feel.compile('expression', entry.trim() === '' ? 'null' : entry, names),
      ),
    ),
  }));
}

/** The listed values of an output, highest first; undefined where it lists none. */
function listValues(values: string, feel: Feel): readonly unknown[] | undefined {
  if (isOpen(values)) return undefined;
  const { value } = feel.evaluate(`[${values}]`);
  return Array.isArray(value) ? value : undefined;
}

/** Throws rules.syntax and rules.tooComplex, naming the row and the cell. */
export function compileTable(
  table: DecisionTable,
  feel: Feel,
  { names, defaultPriorities = [] }: TableContext,
): (scope: Scope) => TableResult {
  const inputs = table.inputs.map((column, index) =>
    at(`inputs.${index}.expression`, columnTitle(column), () =>
      feel.compile('expression', column.expression, names),
    ),
  );
  const allowed = table.inputs.map((column, index) =>
    isOpen(column.values)
      ? undefined
      : at(`inputs.${index}.values`, columnTitle(column), () => feel.compile('tests', column.values, names)),
  );
  const rules = compileRules(table, feel, names);
  const policy = {
    hitPolicy: table.hitPolicy,
    aggregator: table.aggregator,
    names: table.outputs.map((column) => column.name),
    priorities: table.outputs.map((column, index) =>
      listValues(isOpen(column.values) ? (defaultPriorities[index] ?? '') : column.values, feel),
    ),
  };
  const otherwise = table.outputs.map((column, index) =>
    isOpen(column.otherwise)
      ? undefined
      : at(`outputs.${index}.otherwise`, columnTitle(column), () =>
          feel.compile('expression', column.otherwise, names),
        ),
  );

  function readInputs(scope: Scope, warnings: FeelWarning[]): readonly unknown[] {
    return table.inputs.map((column, index) => {
      const found = inputs[index]?.run(scope);
      warnings.push(...(found?.warnings ?? []));
      const value = toFeel(found?.value, column.type, columnTitle(column));
      const test = allowed[index];
      if (value !== null && test !== undefined && test.run(scope, value).value !== true)
        throw ruleErrors.value({ name: columnTitle(column), reason: `不在允许的取值 ${column.values} 之内` });
      return value;
    });
  }

  function matches(rule: CompiledRule, values: readonly unknown[], scope: Scope): boolean {
    return rule.tests.every(
      (test, index) => test === undefined || test.run(scope, values[index]).value === true,
    );
  }

  return (scope) => {
    const warnings: FeelWarning[] = [];
    const values = readInputs(scope, warnings);
    const hits: Hit[] = [];
    for (const [row, rule] of rules.entries()) {
      if (!matches(rule, values, scope)) continue;
      const outputs = rule.outputs.map((output) => {
        const found = output.run(scope);
        warnings.push(...found.warnings);
        return found.value;
      });
      hits.push({ row: row + 1, id: rule.id, outputs });
      if (table.hitPolicy === 'F') break;
    }
    const fallback = otherwise.some((one) => one !== undefined)
      ? otherwise.map((one) => one?.run(scope).value ?? null)
      : undefined;
    return {
      value: applyHitPolicy(hits, fallback, policy),
      matched: hits.map((hit) => hit.id),
      warnings,
    };
  };
}

/** Runs the test cases beside a rule: which pass, what came out instead, and which rows answered. */
import { CityError } from '../../../kernel/errors.ts';
import type { CompiledModel } from '../dmn/compile-model.ts';
import { toPlain } from '../feel/feel-value.ts';

export interface TestCase {
  readonly id: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly expected?: unknown;
}

export interface TestResult {
  readonly id: string;
  readonly passed: boolean;
  readonly value: unknown;
  /** Ids of the rules that matched, of every table. */
  readonly matched: readonly string[];
  /** Why there is no value. */
  readonly error?: string;
}

/** JSON with its keys in order, so that equal values are equal texts (RFC 8785, without its rules for numbers). */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value ?? null, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

export function runTest(model: CompiledModel, decision: string, test: TestCase): TestResult {
  try {
    const taken = model.take(decision, test.input);
    const value = toPlain(taken.value);
    return {
      id: test.id,
      passed: canonicalJson(value) === canonicalJson(test.expected),
      value,
      matched: taken.traces.flatMap((trace) => trace.matched),
    };
  } catch (problem) {
    if (!(problem instanceof CityError)) throw problem;
    return { id: test.id, passed: false, value: null, matched: [], error: problem.message };
  }
}

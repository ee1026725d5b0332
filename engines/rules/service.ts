/** What the rules engine offers: conditions at once, and decisions by the version in force with the reasons for the record. */
import { service } from '../../kernel/system.ts';
import type { RuleTest } from './contract.ts';
import type { DecisionTable } from './table/decision-table.ts';

export { createFeel, type Feel } from './feel/create-feel.ts';
export { toFeel, toPlain } from './feel/feel-value.ts';
export type { DecisionTable as RuleTable } from './table/decision-table.ts';
export type { Finding } from './table/finding.ts';

/** The answer of a rule. Keep all of it but `value` beside the result: it says why. */
export interface Decided {
  /** Plain JSON; dates and durations are ISO 8601 texts. */
  readonly value: unknown;
  /** Key of the rule. */
  readonly rule: string;
  readonly version: number;
  readonly versionId: string;
  /** The rows that matched, of each table that was asked. */
  readonly matched: readonly {
    readonly table: string;
    readonly rows: readonly { readonly id: string; readonly row: number; readonly note: string }[];
  }[];
  /** SM3 over the inputs in canonical JSON (RFC 8785 order of keys): the same inputs, the same digest, and no value in the record. */
  readonly inputDigest: string;
  /** The moment whose version was asked. */
  readonly at: string;
  readonly warnings: readonly string[];
}

/** A rule that a system brings along, with its test cases. */
export interface BroughtRule {
  readonly key: string;
  readonly title: string;
  /** Department that looks after it. */
  readonly department: string;
  readonly source: string;
  readonly table: DecisionTable;
  readonly tests: readonly RuleTest[];
}

export interface RuleService {
  /** Publishes it where no rule has this key yet; from then on it belongs to the people who look after rules. For a system's `load`. */
  keep(rule: BroughtRule): Promise<void>;
  /**
   * Takes the decision of the rule with this key, by the version in force at `at` (default now). Errors: rules.noVersion, rules.value,
   * rules.hits, rules.tooSlow, rules.failed. Who may ask is the caller's affair.
   */
  decide(key: string, input: Readonly<Record<string, unknown>>, at?: Date): Promise<Decided>;
  /** Rules with a version in force now, by title: what others may name. */
  published(): Promise<readonly { readonly key: string; readonly title: string }[]>;
  /**
   * The plain value of a FEEL expression over plain values. Synchronous; millions a second for what is compiled.
   * Errors: rules.syntax, rules.tooComplex, rules.tooSlow, rules.failed.
   */
  evaluate(text: string, scope: Readonly<Record<string, unknown>>): unknown;
  /** The same, read once: `names` shows what is in sight, with contexts inside where paths lead on. Errors: rules.syntax, rules.tooComplex. */
  compile(
    text: string,
    names?: Readonly<Record<string, unknown>>,
  ): (scope: Readonly<Record<string, unknown>>) => unknown;
  /** For those who write expressions: what is wrong with it where these variables are in sight, in Chinese; undefined: nothing. */
  problemOf(text: string, names: ReadonlySet<string>): string | undefined;
}

export const rules = service<RuleService>('rules');

/** What judging the records of one batch has found. */
import type { LetterProblem, RuleResult } from '../../types.ts';

export interface RejectedRow {
  readonly row: number;
  readonly problems: readonly LetterProblem[];
  /** Source column → text as received. */
  readonly cells: Readonly<Record<string, string | null>>;
}

export interface Judged {
  readonly received: number;
  readonly accepted: number;
  readonly warned: number;
  readonly rejected: readonly RejectedRow[];
  readonly rejectedCount: number;
  readonly quality: readonly RuleResult[];
}

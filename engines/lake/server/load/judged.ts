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
  /** Empty where there are too many, or too much in them: the batch is refused then. */
  readonly rejected: readonly RejectedRow[];
  readonly rejectedCount: number;
  readonly rejectedBytes: number;
  /** The first of them without their content. */
  readonly sample: readonly Omit<RejectedRow, 'cells'>[];
  readonly quality: readonly RuleResult[];
}

/** How much of what is wrong with a batch is listed. */
export interface JudgeLimits {
  readonly rows: number;
  readonly bytes: number;
  readonly sample: number;
}

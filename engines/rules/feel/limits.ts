/** How large an expression may be and how long it may run; the server fills this from the contract's settings. */

export interface FeelLimits {
  /** Characters of one expression. */
  readonly length: number;
  /** Levels of nesting. */
  readonly depth: number;
  /** Expressions kept compiled in one process. */
  readonly cached: number;
}

/** Runs work that might not end, and ends it. The server's guard throws rules.tooSlow; a page needs none: it slows only itself. */
export type Guard = <T>(work: () => T) => T;

/** Whether an outcome lies within what its rule tolerates. Pure. */

export interface Outcome {
  readonly checked: number;
  readonly failed: number;
  readonly problem?: string | undefined;
}

/** Null where nothing could be judged: neither good nor bad. `tolerance` in ‰ of the rows looked at. */
export function passes({ checked, failed, problem }: Outcome, tolerance: number): boolean | null {
  if (problem !== undefined || checked === 0) return null;
  return failed * 1000 <= tolerance * checked;
}

export function shareOf({ checked, failed, problem }: Outcome): number | null {
  return problem !== undefined || checked === 0 ? null : 1 - failed / checked;
}

/** Shares as people read them. */

/** Cut, not rounded: only what has no fault shows 100%. */
export function percent(value: number | null | undefined, digits = 1): string {
  if (value === null || value === undefined) return '—';
  const parts = 10 ** (digits + 2);
  return `${((Math.floor(value * parts + 1e-9) / parts) * 100).toFixed(digits)}%`;
}

export function scoreText(score: number | null): string {
  return score === null ? '—' : score.toFixed(1);
}

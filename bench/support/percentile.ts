/** The value below which the given share of the measurements lies. */

/** `share` from 0 to 1; 0 for no measurements. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

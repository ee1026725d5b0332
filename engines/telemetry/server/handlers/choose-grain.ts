/** How finely a curve is drawn: as fine as a screen can show and a phone can load. */
import type { Grain } from '../storage/store-batch.ts';

const hour = 3_600_000;

/** Points of one answer at most; a screen is narrower. */
export const mostPoints = 20_000;

const steps: readonly (readonly [longest: number, grain: Grain | 'raw'])[] = [
  [2 * hour, 'raw'],
  [48 * hour, 'minute'],
  [90 * 24 * hour, 'hour'],
];

export function chooseGrain(milliseconds: number): Grain | 'raw' {
  return steps.find(([longest]) => milliseconds <= longest)?.[1] ?? 'day';
}

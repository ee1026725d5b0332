/** From true figures to the answer that goes out: noise by sensitivity and ε, and how far off it may be. */
import type { Cell } from './tally.ts';
import type { Resolved, Terms } from './question.ts';
import { drawDiscreteLaplace, type Fraction, halfWidth } from './discrete-laplace.ts';
import type { Draw } from './random.ts';

/** ε is kept in millionths, so that sums of many are exact. */
export const epsilonUnit = 1_000_000;

/** Of the intervals shown. */
export const confidence = 0.95;

export interface NoisyCell {
  readonly group: string | null;
  /** Null for a mean of too few. */
  readonly value: number | null;
  /** With 95 % the true figure (of the bounded rows) lies between. */
  readonly low: number;
  readonly high: number;
}

function rateOf(micro: number, sensitivity: number): Fraction {
  return { over: BigInt(micro), under: BigInt(epsilonUnit) * BigInt(sensitivity) };
}

function noisyCount(cell: Cell, rate: Fraction, draw: Draw): NoisyCell {
  const value = cell.rows + Number(drawDiscreteLaplace(rate, draw));
  const width = halfWidth(rate, confidence);
  // Cutting off below zero looks at the answer only, so it tells nothing more.
  return {
    group: cell.group ?? null,
    value: Math.max(0, value),
    low: Math.max(0, value - width),
    high: Math.max(0, value + width),
  };
}

function noisySum(cell: Cell, rate: Fraction, step: number, draw: Draw): NoisyCell {
  const value = Number(cell.sum + drawDiscreteLaplace(rate, draw));
  const width = halfWidth(rate, confidence);
  return {
    group: cell.group ?? null,
    value: value * step,
    low: (value - width) * step,
    high: (value + width) * step,
  };
}

/** Half of ε for the count, half for the sum of distances from the middle: their sensitivity is half of the sum's. */
function noisyMean(
  cell: Cell,
  number: NonNullable<Resolved['number']>,
  perPerson: number,
  micro: number,
  draw: Draw,
): NoisyCell {
  const half = Math.floor(micro / 2);
  const { step } = number;
  const [low, high] = [Math.round(number.low / step), Math.round(number.high / step)];
  const middle = Math.round((low + high) / 2);
  const reach = Math.max(high - middle, middle - low);
  const [countRate, sumRate] = [rateOf(half, perPerson), rateOf(half, perPerson * reach)];
  const count = cell.rows + Number(drawDiscreteLaplace(countRate, draw));
  const sum = Number(cell.sum - BigInt(middle) * BigInt(cell.rows) + drawDiscreteLaplace(sumRate, draw));
  const inside = (steps: number) => Math.min(high, Math.max(low, steps)) * step;
  const each = 1 - (1 - confidence) / 2;
  const [countWidth, sumWidth] = [halfWidth(countRate, each), halfWidth(sumRate, each)];
  const least = count - countWidth;
  const ends =
    least < 1
      ? [low, high]
      : [sum - sumWidth, sum + sumWidth].flatMap((total) =>
          [least, count + countWidth].map((of) => middle + total / of),
        );
  return {
    group: cell.group ?? null,
    value: count < 1 ? null : inside(middle + sum / count),
    low: inside(Math.min(...ends)),
    high: inside(Math.max(...ends)),
  };
}

/** One answer spends `micro` once: a person counts with at most `perPerson` rows in all its cells together. */
export function addNoise(
  terms: Terms,
  { question, number }: Resolved,
  cells: readonly Cell[],
  micro: number,
  draw: Draw,
): readonly NoisyCell[] {
  const { perPerson } = terms;
  return cells.map((cell) => {
    if (number === undefined) return noisyCount(cell, rateOf(micro, perPerson), draw);
    if (question.measure === 'mean') return noisyMean(cell, number, perPerson, micro, draw);
    const farthest = Math.max(Math.abs(number.low), Math.abs(number.high));
    const reach = Math.ceil(farthest / number.step);
    return noisySum(cell, rateOf(micro, perPerson * reach), number.step, draw);
  });
}

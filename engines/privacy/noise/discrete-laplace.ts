/**
 * The discrete Laplace distribution (two-sided geometric), drawn exactly with whole numbers: Canonne, Kamath and Steinke, The Discrete Gaussian
 * for Differential Privacy (2020), algorithms 1 and 2. No floating point number is anywhere near, so the gaps between doubles, by which Mironov
 * (2012) undid the textbook sampler, do not exist.
 */
import type { Draw } from './random.ts';

/** A fraction above zero. */
export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

/** True with probability over/under ≤ 1. */
function isDrawn(draw: Draw, over: bigint, under: bigint): boolean {
  return draw(under) < over;
}

/** True with probability exp(−over/under), 0 ≤ over/under ≤ 1 (algorithm 1). */
function isDrawnExp(draw: Draw, over: bigint, under: bigint): boolean {
  let k = 1n;
  while (isDrawn(draw, over, under * k)) k += 1n;
  return k % 2n === 1n;
}

/** n with probability in proportion to exp(−|n|·rate) (algorithm 2, with t = under and s = over). */
export function drawDiscreteLaplace(rate: Fraction, draw: Draw): bigint {
  const { over: s, under: t } = rate;
  if (s <= 0n || t <= 0n) throw new Error('discrete Laplace: the rate must be above zero');
  for (;;) {
    const u = draw(t);
    if (!isDrawnExp(draw, u, t)) continue;
    let v = 0n;
    while (isDrawnExp(draw, 1n, 1n)) v += 1n;
    const size = (u + t * v) / s;
    const negative = draw(2n) === 1n;
    if (negative && size === 0n) continue;
    return negative ? -size : size;
  }
}

/** Smallest m with P(|n| ≤ m) ≥ level, from P(|n| > m) = 2·q^(m+1)/(1+q), q = exp(−rate). For people, so floating point will do. */
export function halfWidth(rate: Fraction, level: number): number {
  const r = Number(rate.over) / Number(rate.under);
  const q = Math.exp(-r);
  return Math.max(0, Math.ceil(Math.log(((1 - level) * (1 + q)) / 2) / -r - 1));
}

/** The time in which a bridge point counts as sound: named by its keeper, or its first days; it stays as it is, or slow damage would be learned. */
import { z } from 'zod';
import { type Fit, fitTemperature, type Pair } from './compensate.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** The regression as it is kept with the point: the hours that it was made of may be gone one day. */
export const Reference = z.object({
  /** Milliseconds; `to` is not included. */
  from: z.number(),
  to: z.number(),
  pairs: z.number(),
  intercept: z.number(),
  slope: z.number(),
  sigma: z.number(),
});
export type Reference = z.infer<typeof Reference>;

export interface Timed extends Pair {
  /** Milliseconds. */
  readonly at: number;
}

/** Days in Shanghai, both included. */
export function spanOfDays(from: string, to: string): { readonly from: number; readonly to: number } {
  return { from: Date.parse(`${from}T00:00:00+08:00`), to: Date.parse(`${to}T00:00:00+08:00`) + day };
}

/** The first days with readings; longer where they hold fewer than `least` pairs. Undefined without any. */
export function firstSpan(
  pairs: readonly Timed[],
  days: number,
  least: number,
): { readonly from: number; readonly to: number } | undefined {
  const [first] = pairs;
  if (first === undefined) return undefined;
  const enough = pairs[least - 1]?.at ?? Number.POSITIVE_INFINITY;
  return { from: first.at, to: Math.max(first.at + days * day, enough + hour) };
}

export function fitReference(
  pairs: readonly Timed[],
  span: { readonly from: number; readonly to: number },
  least: number,
): Reference | undefined {
  const inside = pairs.filter(({ at }) => at >= span.from && at < span.to);
  const fit: Fit | undefined = fitTemperature(inside, least);
  return fit === undefined ? undefined : { ...span, pairs: inside.length, ...fit };
}

/** Rules of a batch by the six dimensions of GB/T 36344-2018: each A/B, averaged over the rules of the dimension. Pure. */
import table from '../data/dimensions.json' with { type: 'json' };
import type { RuleResult } from '../../../../engines/lake/service.ts';

export const dimensions: readonly { readonly code: string; readonly name: string }[] = table.dimensions;

export interface Standing {
  /** Renewed within its period. */
  readonly timely: boolean;
  /** Has rows that can be read. */
  readonly readable: boolean;
}

function mean(shares: readonly number[]): number | null {
  return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** 0–1 by code; null where nothing is checked, which is not the same as good. */
export function sharesOf(
  results: readonly RuleResult[],
  standing: Standing,
): Readonly<Record<string, number | null>> {
  const own = (code: string) =>
    mean(
      results
        .filter((rule) => rule.indicator.startsWith(code) && rule.checked > 0)
        .map((rule) => 1 - rule.failed / rule.checked),
    );
  return {
    '01': own('01'),
    '02': own('02'),
    '03': own('03'),
    '04': own('04'),
    '05': standing.timely ? 1 : 0,
    '06': standing.readable ? 1 : 0,
  };
}

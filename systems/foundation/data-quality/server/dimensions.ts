/** Results of rules by the six dimensions of GB/T 36344-2018, and the one score over them. Pure. */
import table from '../data/dimensions.json' with { type: 'json' };
import { groupBy } from './group-by.ts';

export const dimensions: readonly { readonly code: string; readonly name: string }[] = table.dimensions;
export const indicators: Readonly<Record<string, string>> = table.indicators;
export const dimensionSource = table.source;

/** Of a rule over fields while rows came in, or of one over all rows: they count alike. */
export interface Judged {
  readonly indicator: string;
  readonly checked: number;
  readonly failed: number;
}

export interface Standing {
  /** Renewed within its period. */
  readonly timely: boolean;
  /** Has rows that can be read. */
  readonly readable: boolean;
}

/** 0–1 by code of the dimension; null where nothing is checked, which is not the same as good. */
export type Shares = Readonly<Record<string, number | null>>;

const timeliness = '0502';
const accessibility = '0601';

function mean(shares: readonly number[]): number | null {
  return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

const isNumber = (value: number | null): value is number => value !== null;

/** Each rule A/B, averaged in its indicator, these in their dimension. */
export function sharesOf(results: readonly Judged[], standing: Standing): Shares {
  const all: readonly Judged[] = [
    ...results.filter(({ checked }) => checked > 0),
    { indicator: timeliness, checked: 1, failed: standing.timely ? 0 : 1 },
    { indicator: accessibility, checked: 1, failed: standing.readable ? 0 : 1 },
  ];
  const byIndicator = groupBy(all, ({ indicator }) => indicator);
  return Object.fromEntries(
    dimensions.map(({ code }) => {
      const own = [...byIndicator].filter(([indicator]) => indicator.startsWith(code));
      const shares = own.map(([, rules]) => mean(rules.map((rule) => 1 - rule.failed / rule.checked)));
      return [code, mean(shares.filter(isNumber))];
    }),
  );
}

/** 0–100 with one decimal: Σ weight × share ÷ Σ weight, over the dimensions that have a value. Null when none counts. */
export function scoreOf(shares: Shares, weights: Readonly<Record<string, number>>): number | null {
  const counted = Object.entries(shares).flatMap(([code, share]) =>
    share === null ? [] : [{ share, weight: weights[code] ?? 0 }],
  );
  const total = counted.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return null;
  const sum = counted.reduce((all, { share, weight }) => all + share * weight, 0);
  // Cut, not rounded: only what has no fault has full marks.
  return Math.floor((sum / total) * 1000 + 1e-9) / 10;
}

/** Of a department: the plain mean of its datasets' scores, each dataset once however many rows it has. */
export function meanScore(scores: readonly (number | null)[]): number | null {
  const found = mean(scores.filter(isNumber));
  return found === null ? null : Math.floor(found * 10 + 1e-9) / 10;
}

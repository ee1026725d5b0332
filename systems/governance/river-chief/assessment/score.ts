/** 河长制考核 as arithmetic: weighted ratios, what has no denominator takes no weight; equal scores share a rank. Pure. */
import table from '../data/assessment.json' with { type: 'json' };

export type ItemId = 'patrol' | 'valid' | 'closed' | 'water';

export interface Counted {
  readonly numerator: number;
  readonly denominator: number;
}

export type Cells = Readonly<Record<ItemId, Counted>>;

export const items = table.items as readonly {
  readonly id: ItemId;
  readonly title: string;
  readonly weight: number;
  readonly formula: string;
  readonly unit: string;
}[];

/** A fraction of 1; null without a denominator. */
export function ratioOf({ numerator, denominator }: Counted): number | null {
  return denominator > 0 ? numerator / denominator : null;
}

/** Of 100; null when nothing could be counted. */
export function scoreOf(cells: Cells): number | null {
  let gained = 0;
  let weights = 0;
  for (const { id, weight } of items) {
    const ratio = ratioOf(cells[id]);
    if (ratio === null) continue;
    gained += weight * ratio;
    weights += weight;
  }
  return weights > 0 ? (gained / weights) * 100 : null;
}

/** Rank of each score, best first: 1, 2, 2, 4; null for null. Scores are compared as they are shown, with two digits. */
export function ranksOf(scores: readonly (number | null)[]): readonly (number | null)[] {
  const shown = scores.map((score) => (score === null ? null : Math.round(score * 100)));
  return shown.map((score) =>
    score === null ? null : 1 + shown.filter((other) => other !== null && other > score).length,
  );
}

/** Risk of one asset: likelihood × consequence, each the weighted mean of its factors between 0 and 1. Pure. */

export interface Factor {
  readonly key: string;
  readonly side: string;
  readonly measure: string;
  /** Scores 0. */
  readonly least: number;
  /** Scores 1; may be below `least`. */
  readonly most: number;
  readonly weight: number;
}

export interface Reason {
  readonly key: string;
  readonly side: string;
  readonly measure: string;
  /** Null where it is not known; it then has no score and no weight. */
  readonly value: number | null;
  readonly score: number | null;
  readonly weight: number;
}

export interface Risk {
  /** 0 … 1; null where no factor of that side is known: then there is no risk to tell either. */
  readonly likelihood: number | null;
  readonly consequence: number | null;
  readonly risk: number | null;
  readonly grade: string | null;
  /** The heaviest first. */
  readonly reasons: readonly Reason[];
}

/** Null where both ends are the same, which says nothing. */
export function scoreOfValue({ least, most }: Factor, value: number): number | null {
  if (least === most) return null;
  return Math.min(1, Math.max(0, (value - least) / (most - least)));
}

function sideOf(reasons: readonly Reason[], side: string): number | null {
  const known = reasons.filter((each) => each.side === side && each.score !== null && each.weight > 0);
  const weight = known.reduce((sum, each) => sum + each.weight, 0);
  if (weight === 0) return null;
  return known.reduce((sum, each) => sum + (each.score ?? 0) * each.weight, 0) / weight;
}

/** `grades` in any order; of those whose bound is reached the gravest holds ('1' is the gravest). */
export function judgeRisk(
  factors: readonly Factor[],
  grades: readonly { readonly grade: string; readonly from: number }[],
  values: Readonly<Record<string, number | null | undefined>>,
): Risk {
  const reasons = factors.map((factor): Reason => {
    const value = values[factor.measure] ?? null;
    const { key, side, measure, weight } = factor;
    return { key, side, measure, value, score: value === null ? null : scoreOfValue(factor, value), weight };
  });
  const likelihood = sideOf(reasons, 'likelihood');
  const consequence = sideOf(reasons, 'consequence');
  const risk = likelihood === null || consequence === null ? null : likelihood * consequence;
  const reached = grades
    .filter(({ from }) => risk !== null && risk >= from)
    .toSorted((a, b) => a.grade.localeCompare(b.grade));
  return {
    likelihood,
    consequence,
    risk,
    grade: reached[0]?.grade ?? null,
    reasons: reasons.toSorted((a, b) => (b.score ?? -1) * b.weight - (a.score ?? -1) * a.weight),
  };
}

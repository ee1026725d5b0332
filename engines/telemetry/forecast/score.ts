/** How wrong forecasts were, beside the forecast that nothing changes. Pure. */

export interface Pair {
  readonly forecast: number;
  readonly came: number;
  /** What “nothing changes” said at the same moment. */
  readonly unchanged: number;
}

export interface Score {
  readonly count: number;
  /** All in the unit of the value; null without any pair. */
  readonly mae: number | null;
  readonly rmse: number | null;
  /** Mean of forecast less what came: above zero it says too much. */
  readonly bias: number | null;
  readonly unchangedMae: number | null;
  /** 1 − MAE ÷ MAE of “nothing changes”: above zero it is better; null where the latter made no error. */
  readonly skill: number | null;
}

export function scoreOf(pairs: readonly Pair[]): Score {
  const count = pairs.length;
  if (count === 0) return { count, mae: null, rmse: null, bias: null, unchangedMae: null, skill: null };
  const mean = (of: (pair: Pair) => number) => pairs.reduce((sum, pair) => sum + of(pair), 0) / count;
  const mae = mean(({ forecast, came }) => Math.abs(forecast - came));
  const unchangedMae = mean(({ unchanged, came }) => Math.abs(unchanged - came));
  return {
    count,
    mae,
    rmse: Math.sqrt(mean(({ forecast, came }) => (forecast - came) ** 2)),
    bias: mean(({ forecast, came }) => forecast - came),
    unchangedMae,
    skill: unchangedMae === 0 ? null : 1 - mae / unchangedMae,
  };
}

/** The value below which this part of the sorted values lies; 0 for none. */
export function quantileOf(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(part * (sorted.length - 1))))] ?? 0;
}

/** What the next hours will bring, as far as the last days tell: the usual course of the day, and today's distance from it, which fades. Pure. */

export interface Forecast {
  /** Hours ahead, 1 … */
  readonly ahead: number;
  readonly value: number;
  /** Eighty of a hundred forecasts of this reach lay so far below and above what came. */
  readonly low: number;
  readonly high: number;
}

export interface Forecasted {
  readonly hours: readonly Forecast[];
  /** Mean absolute error of this method, made again for each of the last days, beside that of saying that nothing changes. */
  readonly error: { readonly own: number; readonly nothingChanges: number; readonly tries: number };
}

type Series = readonly (number | undefined)[];

const daily = 24;
const leastDays = 3;
/** Every so many hours of the past a forecast is made as if it were then. */
const tryEvery = 3;
const tail = 0.1;

/** Mean of each hour of the day over the hours before `end`, and how much of a deviation is left an hour later. */
function learn(
  series: Series,
  end: number,
): { readonly usual: readonly number[]; readonly fade: number } | undefined {
  const sums = Array.from({ length: daily }, () => ({ sum: 0, count: 0 }));
  for (let at = 0; at < end; at += 1) {
    const value = series[at];
    const cell = sums[at % daily];
    if (value === undefined || cell === undefined) continue;
    cell.sum += value;
    cell.count += 1;
  }
  const known = sums.filter((cell) => cell.count > 0);
  if (known.length === 0) return undefined;
  const whole =
    known.reduce((sum, cell) => sum + cell.sum, 0) / known.reduce((sum, cell) => sum + cell.count, 0);
  const usual = sums.map((cell) => (cell.count === 0 ? whole : cell.sum / cell.count));
  let [product, square] = [0, 0];
  for (let at = 1; at < end; at += 1) {
    const [before, now] = [series[at - 1], series[at]];
    if (before === undefined || now === undefined) continue;
    const [a, b] = [before - (usual[(at - 1) % daily] ?? 0), now - (usual[at % daily] ?? 0)];
    product += a * b;
    square += a * a;
  }
  return { usual, fade: square === 0 ? 0 : Math.min(0.98, Math.max(0, product / square)) };
}

/** Values 1 … `reach` hours after `end`, from what came before it; undefined where nothing was measured just before. */
function project(series: Series, end: number, reach: number): readonly number[] | undefined {
  const learned = learn(series, end);
  const last = series.slice(Math.max(0, end - 3), end).findLastIndex((value) => value !== undefined);
  if (learned === undefined || last < 0) return undefined;
  const at = Math.max(0, end - 3) + last;
  const off = (series[at] ?? 0) - (learned.usual[at % daily] ?? 0);
  return Array.from({ length: reach }, (_, index) => {
    const hour = end + index;
    return Math.max(0, (learned.usual[hour % daily] ?? 0) + off * learned.fade ** (hour - at));
  });
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(part * (sorted.length - 1))))] ?? 0;
}

/** `series`: one value an hour, the last of the hour just past; the first begins at the same hour of the day as index 0. */
export function forecastAir(series: Series, reach: number): Forecasted | undefined {
  if (series.length < leastDays * daily) return undefined;
  const ahead = project(series, series.length, reach);
  if (ahead === undefined) return undefined;
  const misses: number[][] = Array.from({ length: reach }, () => []);
  let [own, unchanged, tries] = [0, 0, 0];
  for (let end = (leastDays - 1) * daily; end < series.length; end += tryEvery) {
    const guessed = project(series, end, Math.min(reach, series.length - end));
    const now = series[end - 1];
    for (const [index, guess] of (guessed ?? []).entries()) {
      const came = series[end + index];
      if (came === undefined || now === undefined) continue;
      misses[index]?.push(came - guess);
      own += Math.abs(came - guess);
      unchanged += Math.abs(came - now);
      tries += 1;
    }
  }
  if (tries === 0) return undefined;
  const hours = ahead.map((value, index) => {
    const sorted = (misses[index] ?? []).toSorted((a, b) => a - b);
    return {
      ahead: index + 1,
      value,
      low: Math.max(0, value + quantile(sorted, tail)),
      high: value + quantile(sorted, 1 - tail),
    };
  });
  return { hours, error: { own: own / tries, nothingChanges: unchanged / tries, tries } };
}

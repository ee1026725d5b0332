/**
 * Ways to foretell a series of hours from its own past, the plainest first. Each learns from what lies before an hour and from nothing later.
 *
 *   unchanged  what was measured last goes on.
 *   usual      the mean of that hour of the day (climatology).
 *   fading     the usual, plus the present distance from it, which fades by the same part each hour.
 *   regression ridge regression of the distance from the usual on: the last distance, its means over 6 and 24 hours, the distance at the same hour of
 *              the last day that is known, and a companion's last value (wind, rain, the gauge upstream) where there is one.
 */
import type { Turns } from '../../../kernel/take-turns.ts';
import { applyRidge, fitRidge, type Ridge } from './least-squares.ts';

/** One value an hour, the oldest first; undefined where nothing counts. */
export type Series = readonly (number | undefined)[];

export const methods = ['unchanged', 'usual', 'fading', 'regression'] as const;
export type Method = (typeof methods)[number];

/** Values 1 … `reach` hours after the hour before `end`. */
export type Projection = (end: number, reach: number) => readonly number[] | undefined;

export interface Learned {
  readonly by: Readonly<Record<Method, Projection>>;
}

const daily = 24;
/** Older than this the last value is not the present. */
const freshHours = 3;
const penalty = 0.01;
/** Hours ago at which a companion is looked at. */
const companionLags = [0, 6, 12, 24];
const mostFade = 0.98;

/** First and last hour ahead. */
export interface Band {
  readonly from: number;
  readonly to: number;
}

function lastKnown(series: Series, end: number): number | undefined {
  for (let at = end - 1; at >= Math.max(0, end - freshHours); at -= 1)
    if (series[at] !== undefined) return at;
  return undefined;
}

function usualDay(series: Series, end: number): readonly number[] | undefined {
  const cells = Array.from({ length: daily }, () => ({ sum: 0, count: 0 }));
  for (let at = 0; at < end; at += 1) {
    const value = series[at];
    const cell = cells[at % daily];
    if (value === undefined || cell === undefined) continue;
    cell.sum += value;
    cell.count += 1;
  }
  const count = cells.reduce((sum, cell) => sum + cell.count, 0);
  if (count === 0) return undefined;
  const whole = cells.reduce((sum, cell) => sum + cell.sum, 0) / count;
  return cells.map((cell) => (cell.count === 0 ? whole : cell.sum / cell.count));
}

function fadeOf(off: Series, end: number): number {
  let [product, square] = [0, 0];
  for (let at = 1; at < end; at += 1) {
    const [before, now] = [off[at - 1], off[at]];
    if (before === undefined || now === undefined) continue;
    product += before * now;
    square += before * before;
  }
  return square === 0 ? 0 : Math.min(mostFade, Math.max(0, product / square));
}

function meanBefore(off: Series, end: number, hours: number): number {
  let [sum, count] = [0, 0];
  for (let at = Math.max(0, end - hours); at < end; at += 1) {
    const value = off[at];
    if (value === undefined) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

function featuresOf(
  off: Series,
  companion: Series | undefined,
  end: number,
  ahead: number,
): readonly number[] | undefined {
  const last = lastKnown(off, end);
  if (last === undefined) return undefined;
  const wanted = end - 1 + ahead;
  const sameHour = off[wanted - daily * Math.ceil(ahead / daily)];
  const own = [off[last] ?? 0, meanBefore(off, end, 6), meanBefore(off, end, daily), sameHour ?? 0];
  if (companion === undefined) return own;
  return [...own, ...companionLags.map((lag) => meanBefore(companion, end - lag, freshHours))];
}

/** One regression each for the begin, the middle and the end of a band; between them by how near the hour is. */
interface Trained {
  readonly band: Band;
  readonly marks: readonly { readonly ahead: number; readonly ridge: Ridge }[];
}

function trainOne(off: Series, companion: Series | undefined, end: number, ahead: number): Ridge | undefined {
  const rows: (readonly number[])[] = [];
  const wanted: number[] = [];
  for (let origin = daily; origin - 1 + ahead < end; origin += 1) {
    const came = off[origin - 1 + ahead];
    const features = came === undefined ? undefined : featuresOf(off, companion, origin, ahead);
    if (came === undefined || features === undefined) continue;
    rows.push(features);
    wanted.push(came);
  }
  return fitRidge(rows, wanted, penalty);
}

async function trainBand(
  off: Series,
  companion: Series | undefined,
  end: number,
  band: Band,
  turns: Turns,
): Promise<Trained> {
  const { from, to } = band;
  const marks: { ahead: number; ridge: Ridge }[] = [];
  for (const ahead of new Set([from, Math.round((from + to) / 2), to])) {
    const ridge = trainOne(off, companion, end, ahead);
    if (ridge !== undefined) marks.push({ ahead, ridge });
    await turns();
  }
  return { band, marks };
}

function applyTrained({ marks }: Trained, features: readonly number[], ahead: number): number | undefined {
  const below = marks.findLast((each) => each.ahead <= ahead) ?? marks[0];
  const above = marks.find((each) => each.ahead >= ahead) ?? below;
  if (below === undefined || above === undefined) return undefined;
  const share = above.ahead === below.ahead ? 0 : (ahead - below.ahead) / (above.ahead - below.ahead);
  return applyRidge(below.ridge, features) * (1 - share) + applyRidge(above.ridge, features) * share;
}

/** Learns from the hours before `until`; the projections may then be asked from any later hour too. Undefined from an empty past. */
export async function learn(
  series: Series,
  companion: Series | undefined,
  until: number,
  bands: readonly Band[],
  turns: Turns,
): Promise<Learned | undefined> {
  const usual = usualDay(series, until);
  if (usual === undefined) return undefined;
  const usualAt = (at: number) => usual[at % daily] ?? 0;
  const off: Series = series.map((value, at) => (value === undefined ? undefined : value - usualAt(at)));
  const fade = fadeOf(off, until);
  const trained: Trained[] = [];
  for (const band of bands) trained.push(await trainBand(off, companion, until, band, turns));
  const project =
    (value: (end: number, ahead: number, last: number) => number): Projection =>
    (end, reach) => {
      const last = lastKnown(series, end);
      if (last === undefined) return undefined;
      return Array.from({ length: reach }, (_, index) => Math.max(0, value(end, index + 1, last)));
    };
  const fading = (end: number, ahead: number, last: number) =>
    usualAt(end - 1 + ahead) + (off[last] ?? 0) * fade ** (end - 1 + ahead - last);
  return {
    by: {
      unchanged: project((_, __, last) => series[last] ?? 0),
      usual: project((end, ahead) => usualAt(end - 1 + ahead)),
      fading: project(fading),
      regression: project((end, ahead, last) => {
        const own = trained.find(({ band }) => ahead >= band.from && ahead <= band.to);
        const features = featuresOf(off, companion, end, ahead);
        const value = own && features && applyTrained(own, features, ahead);
        // Too little to learn from: it then says what the plainer way says, and wins nothing by it.
        if (value === undefined) return fading(end, ahead, last);
        return usualAt(end - 1 + ahead) + value;
      }),
    },
  };
}

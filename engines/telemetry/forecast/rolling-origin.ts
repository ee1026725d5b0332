/**
 * Forecasts made again for the past, as if it were then (rolling origin), and from them which way to foretell is the best for which reach.
 *
 * At each origin the way is chosen by the errors that were known at that origin: a forecast counts only once its hour has come. So the errors
 * that are shown are those of the choice as well, and nothing later than the origin enters.
 */
import { takeTurns } from '../../../kernel/take-turns.ts';
import { type Band, learn, type Learned, type Method, methods, type Series } from './methods.ts';

export interface Origin {
  /** Index of the first hour that is foretold. */
  readonly end: number;
  /** Of the chosen ways, 1 … reach hours ahead; shorter at the end of the series. */
  readonly chosen: readonly number[];
  readonly unchanged: readonly number[];
}

export interface RollingOrigin {
  readonly origins: readonly Origin[];
  /** For the hours after the series, with the way chosen for each band. */
  readonly ahead: readonly number[];
  readonly unchanged: readonly number[];
  readonly ways: readonly { readonly band: Band; readonly way: Method; readonly tries: number }[];
}

export interface RollingOptions {
  readonly bands: readonly Band[];
  /** Hours between two origins. */
  readonly every: number;
  /** Hours before the first origin. */
  readonly least: number;
  /** Hours between two times of learning. */
  readonly learnEvery: number;
  /** Hours of the past in a band before another way than “nothing changes” is used there. */
  readonly leastTries: number;
  /** Its error must lie below this part of that of “nothing changes”. */
  readonly margin: number;
  readonly companion?: Series;
}

type Errors = readonly Readonly<Record<Method, { sum: number }>>[];

/** A finer way must have erred clearly less than “nothing changes”, in enough hours, before it is believed: of few hours luck is the best judge. */
function bestOf(
  errors: Errors[number] | undefined,
  tries: number,
  { leastTries, margin }: RollingOptions,
): Method {
  let best: Method = 'unchanged';
  if (errors === undefined || tries < leastTries) return best;
  const bound = errors.unchanged.sum * margin;
  for (const way of methods) if (errors[way].sum < Math.min(errors[best].sum, bound)) best = way;
  return best;
}

interface Made {
  readonly end: number;
  readonly by: Readonly<Record<Method, readonly number[]>>;
}

function makeAt(learned: Learned | undefined, end: number, reach: number): Made | undefined {
  const unchanged = learned?.by.unchanged(end, reach);
  const usual = learned?.by.usual(end, reach);
  const fading = learned?.by.fading(end, reach);
  const regression = learned?.by.regression(end, reach);
  if (!unchanged || !usual || !fading || !regression) return undefined;
  return { end, by: { unchanged, usual, fading, regression } };
}

function choose(made: Made, bands: readonly Band[], ways: readonly Method[]): readonly number[] {
  return made.by.unchanged.map((plain, index) => {
    const band = bands.findIndex(({ from, to }) => index + 1 >= from && index + 1 <= to);
    return made.by[ways[band] ?? 'unchanged'][index] ?? plain;
  });
}

/** Undefined where the present is not known, or the past is shorter than `least`. Takes seconds of one core for months of hours, in turns. */
export async function rollOrigins(
  series: Series,
  options: RollingOptions,
): Promise<RollingOrigin | undefined> {
  const turns = takeTurns();
  const { bands, every, least, learnEvery, companion } = options;
  const reach = bands.at(-1)?.to ?? 0;
  if (series.length < least) return undefined;
  const errors: Errors = bands.map(() => ({
    unchanged: { sum: 0 },
    usual: { sum: 0 },
    fading: { sum: 0 },
    regression: { sum: 0 },
  }));
  const tries = bands.map(() => 0);
  const bandOf = Array.from({ length: reach }, (_, index) =>
    bands.findIndex(({ from, to }) => index + 1 >= from && index + 1 <= to),
  );
  /** Those whose hours have not all come. */
  let past: Made[] = [];
  const origins: Origin[] = [];
  const waysNow = () => bands.map((_, index) => bestOf(errors[index], tries[index] ?? 0, options));
  /** Adds the errors of hours that came from `before` on and before `now`. */
  const settleErrors = (before: number, now: number) => {
    for (const made of past)
      for (let at = Math.max(before, made.end); at < Math.min(now, made.end + reach); at += 1) {
        const came = series[at];
        const band = bandOf[at - made.end] ?? -1;
        const cell = errors[band];
        if (came === undefined || cell === undefined) continue;
        tries[band] = (tries[band] ?? 0) + 1;
        for (const way of methods) cell[way].sum += Math.abs((made.by[way][at - made.end] ?? 0) - came);
      }
  };
  let learned: Learned | undefined;
  let learnedAt = -Infinity;
  let settled = 0;
  for (let end = least; end < series.length; end += every) {
    if (end - learnedAt >= learnEvery) {
      learned = await learn(series, companion, end, bands, turns);
      learnedAt = end;
    }
    settleErrors(settled, end);
    settled = end;
    past = past.filter((made) => made.end + reach > end);
    const made = makeAt(learned, end, reach);
    if (made === undefined) continue;
    origins.push({
      end,
      chosen: choose(made, bands, waysNow()).slice(0, series.length - end),
      unchanged: made.by.unchanged.slice(0, series.length - end),
    });
    past.push(made);
    await turns();
  }
  settleErrors(settled, series.length);
  const present = makeAt(await learn(series, companion, series.length, bands, turns), series.length, reach);
  if (present === undefined) return undefined;
  return {
    origins,
    ahead: choose(present, bands, waysNow()),
    unchanged: present.by.unchanged,
    ways: bands.map((band, index) => ({
      band,
      way: bestOf(errors[index], tries[index] ?? 0, options),
      tries: tries[index] ?? 0,
    })),
  };
}

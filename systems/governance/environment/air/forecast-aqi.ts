/**
 * What the next three days will bring: each pollutant by the way that its own past tells to be best for each reach (engines/telemetry, rolling
 * origin), then the index by HJ 633, with the range in which eight of ten forecasts of this reach held. Pure.
 */
import { takeTurns, type Turns } from '../../../../kernel/take-turns.ts';
import {
  type Method,
  quantileOf,
  type RollingOrigin,
  rollOrigins,
} from '../../../../engines/telemetry/service.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import rules from '../data/forecast-rules.json' with { type: 'json' };
import { computeAqi, type Concentrations, type Pollutant, pollutants } from './compute-aqi.ts';
import { type DayForecast, forecastDays } from './forecast-days.ts';
import { type AirPast, around, type PastForecast } from './forecast-shapes.ts';
import { type BandError, errorOf, type Judged } from './judge-forecasts.ts';

const hour = 3_600_000;

export interface HourForecast {
  /** Hours after the last one that was measured, 1 … */
  readonly ahead: number;
  readonly aqi: number | null;
  /** Null where too few errors are known to say. */
  readonly low: number | null;
  readonly high: number | null;
  readonly values: Concentrations;
}

export interface Way {
  readonly pollutant: Pollutant;
  readonly from: number;
  readonly to: number;
  readonly way: Method;
  /** Hours of the past on which the ways were compared. */
  readonly tries: number;
}

export interface AqiForecast {
  readonly hours: readonly HourForecast[];
  readonly days: readonly DayForecast[];
  readonly ways: readonly Way[];
  /** Of forecasts made again for the past. */
  readonly errors: readonly BandError[];
  /** The index if what was measured last went on. */
  readonly unchanged: number | null;
}

interface Range {
  readonly below: number;
  readonly above: number;
}

type Rolled = ReadonlyMap<Pollutant, RollingOrigin>;

export function aqiAt(at: number, values: Concentrations): number | null {
  return computeAqi(shanghaiDate(new Date(at)), 'hour', values).aqi;
}

async function rollAll({ series, wind }: AirPast): Promise<Rolled> {
  const { bands, everyHours, leastHours, learnEveryHours, leastTries, margin } = rules;
  const found = new Map<Pollutant, RollingOrigin>();
  for (const pollutant of pollutants) {
    const rolled = await rollOrigins(series[pollutant], {
      bands,
      every: everyHours,
      least: leastHours,
      learnEvery: learnEveryHours,
      leastTries,
      margin,
      ...(wind === undefined ? {} : { companion: wind }),
    });
    if (rolled !== undefined) found.set(pollutant, rolled);
  }
  return found;
}

function gather(pick: (pollutant: Pollutant) => number | undefined): Concentrations {
  return Object.fromEntries(
    pollutants.flatMap((pollutant) => {
      const value = pick(pollutant);
      return value === undefined ? [] : [[pollutant, value]];
    }),
  );
}

async function pastForecasts(
  rolled: Rolled,
  pick: 'chosen' | 'unchanged',
  turns: Turns,
): Promise<readonly PastForecast[]> {
  const byEnd = new Map<number, Map<Pollutant, readonly number[]>>();
  for (const [pollutant, { origins }] of rolled)
    for (const origin of origins) {
      const found = byEnd.get(origin.end) ?? new Map<Pollutant, readonly number[]>();
      byEnd.set(origin.end, found.set(pollutant, origin[pick]));
    }
  const forecasts: PastForecast[] = [];
  for (const [end, found] of byEnd) {
    if (found.size !== rolled.size) continue;
    const reach = Math.max(...[...found.values()].map((values) => values.length));
    const values = Array.from({ length: reach }, (_, index) => gather((each) => found.get(each)?.[index]));
    forecasts.push({ end, values });
    await turns();
  }
  return forecasts;
}

/** Hundreds of origins with three days each: others have their turn between them. */
async function judgePast(
  past: AirPast,
  chosen: readonly PastForecast[],
  plain: readonly PastForecast[],
  turns: Turns,
): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  for (const [index, { end, values }] of chosen.entries()) {
    for (const [step, each] of values.entries()) {
      const at = past.from + (end + step) * hour;
      const came = aqiAt(
        at,
        gather((pollutant) => past.series[pollutant][end + step]),
      );
      const forecast = aqiAt(at, each);
      const unchanged = aqiAt(at, plain[index]?.values[step] ?? {});
      if (came !== null && forecast !== null && unchanged !== null)
        judged.push({ ahead: step + 1, forecast, came, unchanged });
    }
    await turns();
  }
  return judged;
}

/** Of each band the range in which eight of ten held, and its errors. */
async function weigh(judged: readonly Judged[], turns: Turns) {
  const weighed: { from: number; to: number; range: Range | undefined; error: BandError }[] = [];
  for (const { from, to } of rules.bands) {
    const misses = judged
      .filter(({ ahead }) => ahead >= from && ahead <= to)
      .map(({ forecast, came }) => came - forecast)
      .toSorted((a, b) => a - b);
    const known = misses.length >= rules.leastErrors;
    const range = known
      ? { below: quantileOf(misses, rules.tail), above: quantileOf(misses, 1 - rules.tail) }
      : undefined;
    await turns();
    weighed.push({ from, to, range, error: errorOf(judged, from, to) });
    await turns();
  }
  return weighed;
}

/** Undefined where fewer than three days lie behind, or nothing was measured in the last hours. */
export async function forecastAqi(past: AirPast): Promise<AqiForecast | undefined> {
  const turns = takeTurns();
  const rolled = await rollAll(past);
  if (rolled.size === 0) return undefined;
  const length = past.series.pm25.length;
  const chosen = await pastForecasts(rolled, 'chosen', turns);
  const plain = await pastForecasts(rolled, 'unchanged', turns);
  const judged = await judgePast(past, chosen, plain, turns);
  const weighed = await weigh(judged, turns);
  const reach = rules.bands.at(-1)?.to ?? 0;
  const ahead = Array.from({ length: reach }, (_, index) => gather((each) => rolled.get(each)?.ahead[index]));
  const hours = ahead.map((values, index) => {
    const aqi = aqiAt(past.from + (length + index) * hour, values);
    const range = weighed.find(({ from, to }) => index + 1 >= from && index + 1 <= to)?.range;
    return { ahead: index + 1, aqi, ...around(aqi, range), values };
  });
  return {
    hours,
    days: await forecastDays(past, chosen, { end: length, values: ahead }, turns),
    ways: [...rolled].flatMap(([pollutant, { ways }]) =>
      ways.map(({ band, way, tries }) => ({ pollutant, from: band.from, to: band.to, way, tries })),
    ),
    errors: weighed.map(({ error }) => error),
    unchanged: aqiAt(
      past.from + length * hour,
      gather((each) => rolled.get(each)?.unchanged[0]),
    ),
  };
}

/** The level of a river in the next day from the gauge's own past and what passed upstream, with the range and error of such forecasts. Pure. */
import {
  type Method,
  type Pair,
  quantileOf,
  rollOrigins,
  type Score,
  scoreOf,
  type Series,
} from '../../../../engines/telemetry/service.ts';
import rules from '../data/gauge-rules.json' with { type: 'json' };

export interface GaugeHour {
  readonly ahead: number;
  /** Metres. */
  readonly level: number;
  /** Null where too few errors are known. */
  readonly low: number | null;
  readonly high: number | null;
}

export type GaugeError = Score & { readonly from: number; readonly to: number };

export interface GaugeForecast {
  readonly hours: readonly GaugeHour[];
  readonly ways: readonly {
    readonly from: number;
    readonly to: number;
    readonly way: Method;
    readonly tries: number;
  }[];
  readonly errors: readonly GaugeError[];
}

export type Ahead = Pair & { readonly ahead: number };

export function errorsByBand(pairs: readonly Ahead[]): readonly GaugeError[] {
  return rules.bands.map(({ from, to }) => ({
    from,
    to,
    ...scoreOf(pairs.filter(({ ahead }) => ahead >= from && ahead <= to)),
  }));
}

const centimetres = (value: number) => Math.round(value * 100) / 100;

/** Undefined where less than three days lie behind, or the present is not known. */
export async function forecastGauge(
  series: Series,
  upstream: Series | undefined,
): Promise<GaugeForecast | undefined> {
  const { bands, everyHours, leastHours, learnEveryHours, leastTries, margin, tail, leastErrors } = rules;
  const rolled = await rollOrigins(series, {
    bands,
    every: everyHours,
    least: leastHours,
    learnEvery: learnEveryHours,
    leastTries,
    margin,
    ...(upstream === undefined ? {} : { companion: upstream }),
  });
  if (rolled === undefined) return undefined;
  const pairs = rolled.origins.flatMap(({ end, chosen, unchanged }) =>
    chosen.flatMap((forecast, index): Ahead[] => {
      const came = series[end + index];
      return came === undefined
        ? []
        : [{ ahead: index + 1, forecast, came, unchanged: unchanged[index] ?? 0 }];
    }),
  );
  const hours = rolled.ahead.map((level, index): GaugeHour => {
    const ahead = index + 1;
    const band = bands.find(({ from, to }) => ahead >= from && ahead <= to);
    const misses = pairs
      .filter((each) => band !== undefined && each.ahead >= band.from && each.ahead <= band.to)
      .map(({ forecast, came }) => came - forecast)
      .toSorted((a, b) => a - b);
    const known = misses.length >= leastErrors;
    return {
      ahead,
      level: centimetres(level),
      low: known ? centimetres(level + Math.min(0, quantileOf(misses, tail))) : null,
      high: known ? centimetres(level + Math.max(0, quantileOf(misses, 1 - tail))) : null,
    };
  });
  return {
    hours,
    ways: rolled.ways.map(({ band, way, tries }) => ({ ...band, way, tries })),
    errors: errorsByBand(pairs),
  };
}

/** How wrong forecasts of the index were by reach, beside “nothing changes”, and how often they named the right level. Pure. */
import { type Pair, type Score, scoreOf } from '../../../../engines/telemetry/service.ts';
import rules from '../data/forecast-rules.json' with { type: 'json' };
import { levelOf } from './compute-aqi.ts';

export interface Judged extends Pair {
  readonly ahead: number;
  /** Range that was told, where one was. */
  readonly low?: number | null;
  readonly high?: number | null;
}

export interface BandError extends Score {
  readonly from: number;
  readonly to: number;
  /** Share of forecasts, and of “nothing changes”, whose level came; null without any. */
  readonly levelHits: number | null;
  readonly unchangedHits: number | null;
  /** Share of told ranges of levels that held the level that came. */
  readonly rangeHits: number | null;
}

function shareOf(all: readonly Judged[], hit: (each: Judged) => boolean): number | null {
  return all.length === 0 ? null : all.filter(hit).length / all.length;
}

const level = (aqi: number) => levelOf(aqi).code;

export function errorOf(judged: readonly Judged[], from: number, to: number): BandError {
  const within = judged.filter(({ ahead }) => ahead >= from && ahead <= to);
  const told = within.filter(({ low, high }) => typeof low === 'number' && typeof high === 'number');
  return {
    from,
    to,
    ...scoreOf(within),
    levelHits: shareOf(within, ({ forecast, came }) => level(forecast) === level(came)),
    unchangedHits: shareOf(within, ({ unchanged, came }) => level(unchanged) === level(came)),
    rangeHits: shareOf(
      told,
      ({ low, high, came }) => level(came) >= level(low ?? 0) && level(came) <= level(high ?? 0),
    ),
  };
}

export function errorsByBand(judged: readonly Judged[]): readonly BandError[] {
  return rules.bands.map(({ from, to }) => errorOf(judged, from, to));
}

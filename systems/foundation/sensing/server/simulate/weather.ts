/** The weather that all simulated sensors of a place share: warmth, wind and rain that come from the west, the same at every run. Pure. */
import { noiseAt, smoothAt } from './noise.ts';

export interface Weather {
  /** °C above the usual of the season. */
  readonly warmth: number;
  /** m/s above the usual. */
  readonly wind: number;
  /** mm/h. */
  readonly rain: number;
  /** mm that have fallen and not yet run off. */
  readonly soaked: number;
}

export const calm: Weather = { warmth: 0, wind: 0, rain: 0, soaked: 0 };

const hour = 3_600_000;
/** A front takes so long for a degree of longitude: about 30 km/h here. */
const degreeTakes = 3 * hour;
const usualWest = 115.5;
/** It rains while the air is wetter than this (of −1 … 1). */
const wetFrom = 0.55;
const hardest = 45;
/** Rain runs off with this time constant; what fell longer ago than three of them is gone. */
const runsOff = 3 * hour;
const step = hour / 2;

function rainAt(at: number): number {
  const wet = smoothAt(3, 18 * hour, at);
  if (wet <= wetFrom) return 0;
  const showers = 0.6 + 0.4 * smoothAt(4, hour / 2, at);
  return (wet - wetFrom) * hardest * showers;
}

/** Of a place by its longitude. */
export function weatherAt(lon: number, at: number): Weather {
  const here = at - (lon - usualWest) * degreeTakes;
  let soaked = 0;
  for (let back = 0; back < 3 * runsOff; back += step)
    soaked += rainAt(here - back) * (step / hour) * Math.exp(-back / runsOff);
  return {
    warmth: 4 * smoothAt(1, 72 * hour, here) + 1.5 * smoothAt(2, 8 * hour, here),
    wind: Math.max(
      -2,
      2.2 * smoothAt(5, 9 * hour, here) + 0.4 * noiseAt(6, Math.floor(here / 600_000) * 600_000),
    ),
    rain: rainAt(here),
    soaked,
  };
}

/** The same, remembered for the last moments: a whole fleet asks for few places. */
export function rememberWeather(): (lon: number, at: number) => Weather {
  const known = new Map<string, Weather>();
  return (lon, at) => {
    const key = `${lon.toFixed(1)} ${at}`;
    let found = known.get(key);
    if (found === undefined) {
      found = weatherAt(Number(lon.toFixed(1)), at);
      if (known.size >= 1000) known.clear();
      known.set(key, found);
    }
    return found;
  };
}

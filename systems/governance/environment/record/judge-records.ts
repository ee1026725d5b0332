/** Noise, soil, radiation and greenhouse gases against their limits. Pure. */
import noise from '../data/noise-limits.json' with { type: 'json' };
import other from '../data/other-limits.json' with { type: 'json' };
import soil from '../data/soil-limits.json' with { type: 'json' };

/** Energy mean of sound levels: Leq = 10 lg(mean 10^(0.1 L)). */
export function equivalentLevel(levels: readonly number[]): number | undefined {
  if (levels.length === 0) return undefined;
  const energy = levels.reduce((sum, level) => sum + 10 ** (level / 10), 0) / levels.length;
  return Math.round(1000 * Math.log10(energy)) / 100;
}

/** Day and night level: nights count ten decibels louder. */
export function dayNightLevel(day: number, night: number): number {
  const hours = noise.dayTo - noise.dayFrom;
  const energy = (hours * 10 ** (day / 10) + (24 - hours) * 10 ** ((night + 10) / 10)) / 24;
  return Math.round(1000 * Math.log10(energy)) / 100;
}

export function periodOfHour(hour: number): 'day' | 'night' {
  return hour >= noise.dayFrom && hour < noise.dayTo ? 'day' : 'night';
}

export function noiseLimit(zone: string, period: 'day' | 'night'): number | undefined {
  return noise.zones.find((each) => each.code === zone)?.[period];
}

/** Decibels over the limit, 0 when within; undefined for a zone that there is not. The standard rounds to whole decibels. */
export function noiseOver(zone: string, period: 'day' | 'night', level: number): number | undefined {
  const limit = noiseLimit(zone, period);
  return limit === undefined ? undefined : Math.max(0, Math.round(level) - limit);
}

export type SoilVerdict = 'below' | 'screening' | 'control';

/** The gravest of the metals: below screening, above screening (assess the risk), above control (manage it). */
export function judgeSoil(
  land: '1' | '2',
  values: Readonly<Record<string, number | null | undefined>>,
): SoilVerdict {
  let verdict: SoilVerdict = 'below';
  for (const item of soil.items) {
    const value = values[item.code];
    if (typeof value !== 'number') continue;
    if (value > item.control[land]) return 'control';
    if (value > item.screening[land]) verdict = 'screening';
  }
  return verdict;
}

/** A dose rate is out of the ordinary above the fixed value, or above so many times the background of its place. */
export function isRadiationHigh(nanoGrayHour: number, background: number | null): boolean {
  const { gammaNanoGrayHour, gammaTimesBackground } = other.radiation;
  if (nanoGrayHour > gammaNanoGrayHour) return true;
  return background !== null && background > 0 && nanoGrayHour > background * gammaTimesBackground;
}

/** Tonnes of CO2 from what was used. Unknown kinds throw a RangeError. */
export function emissionsOf(used: Readonly<Record<string, number | null | undefined>>): number {
  let tonnes = 0;
  for (const [code, amount] of Object.entries(used)) {
    if (typeof amount !== 'number') continue;
    const factor = other.emissionFactors.find((each) => each.code === code)?.factor;
    if (factor === undefined) throw new RangeError(`没有“${code}”的排放因子`);
    tonnes += amount * factor;
  }
  return Math.round(tonnes * 100) / 100;
}

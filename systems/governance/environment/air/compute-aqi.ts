/** The air quality index of HJ 633, by the edition in force on the day of the observation. Pure. */
import table from '../data/air-quality-index.json' with { type: 'json' };

export const pollutants = ['pm25', 'pm10', 'so2', 'no2', 'co', 'o3'] as const;
export type Pollutant = (typeof pollutants)[number];

/** ug/m3, CO in mg/m3; of a day O3 is the highest mean over eight hours. Absent: no valid value. */
export type Concentrations = Readonly<Partial<Record<Pollutant, number>>>;

export type Span = 'hour' | 'day';

export interface AirLevel {
  readonly code: string;
  readonly grade: string;
  readonly name: string;
  readonly colour: string;
  readonly advice: string;
}

export interface AirIndex {
  readonly edition: string;
  /** Null where the edition publishes none: nothing was measured, or too little of it. */
  readonly aqi: number | null;
  readonly level: AirLevel | null;
  /** Those with the highest sub-index, when it is above 50. */
  readonly primary: readonly Pollutant[];
  readonly parts: Readonly<Partial<Record<Pollutant, number>>>;
}

interface Edition {
  readonly edition: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly iaqi: readonly number[];
  readonly breakpoints: Readonly<Record<string, readonly number[]>>;
  /** What a value above the last breakpoint of a shorter scale counts as; null: it is not worked out. */
  readonly aboveScale: Readonly<Record<string, number | null>>;
  /** 'above-100': with a pollutant missing an index is published only above 100. */
  readonly whenMissing: string;
}

const editions = table.editions as unknown as readonly Edition[];
const levels = table.levels.rows;
/** Breakpoints that are whole thousandths: floating point must not lift 105 to 106. */
const slack = 1e-9;
const clean = 50;
const published = 100;

export const pollutantTitles: Readonly<Record<Pollutant, string>> = {
  pm25: 'PM2.5',
  pm10: 'PM10',
  so2: 'SO₂',
  no2: 'NO₂',
  co: 'CO',
  o3: 'O₃',
};

/** `day` is YYYY-MM-DD in Shanghai. Before the first edition that edition holds. */
export function editionOf(day: string): string {
  return findEdition(day).edition;
}

function findEdition(day: string): Edition {
  const found = editions.findLast((each) => each.validFrom <= day);
  const edition = found ?? editions[0];
  if (edition === undefined) throw new RangeError('没有空气质量指数的断点表');
  return edition;
}

/** Particles have no breakpoints of the hour: the means of an hour go by those of the day, as the city publishes them. */
function scaleOf(pollutant: Pollutant, span: Span): string {
  if (pollutant === 'pm25' || pollutant === 'pm10') return `${pollutant}-day`;
  if (pollutant === 'o3' && span === 'day') return 'o3-8h';
  return `${pollutant}-${span}`;
}

function subIndex(edition: Edition, scale: string, value: number): number | undefined {
  const points = edition.breakpoints[scale] ?? [];
  const above = points.findIndex((point) => value <= point);
  if (above === 0) return 0;
  if (above < 0) {
    const over = edition.aboveScale[scale];
    return over === null ? undefined : (over ?? edition.iaqi.at(-1));
  }
  const [low = 0, high = 0] = [points[above - 1], points[above]];
  const [from = 0, to = 0] = [edition.iaqi[above - 1], edition.iaqi[above]];
  return Math.ceil(((to - from) * (value - low)) / (high - low) + from - slack);
}

/** GB/T 8170: half to even, on what the instrument gave; CO keeps one decimal, the others none. */
export function roundConcentration(pollutant: Pollutant, value: number): number {
  const scale = pollutant === 'co' ? 10 : 1;
  const scaled = Number((value * scale).toPrecision(12));
  const floor = Math.floor(scaled);
  const half = Math.abs(scaled - floor - 0.5) < slack;
  if (half) return (floor % 2 === 0 ? floor : floor + 1) / scale;
  return Math.round(scaled) / scale;
}

export function levelOf(aqi: number): AirLevel {
  const level = levels.find((each) => aqi <= each.upTo) ?? levels.at(-1);
  if (level === undefined) throw new RangeError('没有空气质量级别');
  return level;
}

/** Negative values and those that are no number count as missing. */
export function computeAqi(day: string, span: Span, given: Concentrations): AirIndex {
  const edition = findEdition(day);
  const parts: Partial<Record<Pollutant, number>> = {};
  for (const pollutant of pollutants) {
    const value = given[pollutant];
    if (value === undefined || !(value >= 0)) continue;
    const part = subIndex(edition, scaleOf(pollutant, span), roundConcentration(pollutant, value));
    if (part !== undefined) parts[pollutant] = part;
  }
  const known = pollutants.flatMap((each) => parts[each] ?? []);
  const highest = known.length === 0 ? null : Math.max(...known);
  const whole = pollutants.every((each) => given[each] !== undefined);
  const hidden = highest !== null && !whole && edition.whenMissing === 'above-100' && highest <= published;
  const aqi = hidden ? null : highest;
  return {
    edition: edition.edition,
    aqi,
    level: aqi === null ? null : levelOf(aqi),
    primary: aqi === null || aqi <= clean ? [] : pollutants.filter((pollutant) => parts[pollutant] === aqi),
    parts,
  };
}

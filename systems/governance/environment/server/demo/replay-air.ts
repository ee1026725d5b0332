/** What the demo stations measure: the real hours of Fuyang in April 2020, laid over the present, with a seeded wind. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Concentrations } from '../../air/compute-aqi.ts';

const hour = 3_600_000;
const shanghai = 8 * hour;
const columns = { pm25: 'PM2.5', pm10: 'PM10', so2: 'SO2', no2: 'NO2', co: 'CO', o3: 'O3_1h' } as const;

type Line = Readonly<Record<string, string>>;

/** Station name → hour of the day → the measured hours, oldest first. */
export type Recorded = ReadonlyMap<string, readonly (readonly Concentrations[])[]>;

export function readRecorded(): Recorded {
  const file = path.resolve(import.meta.dirname, '../../data/fuyang-air-2020-04.csv');
  const lines = parse(readFileSync(file, 'utf8'), { columns: true }) as readonly Line[];
  const found = new Map<string, Concentrations[][]>();
  for (const line of lines) {
    const values = Object.fromEntries(
      Object.entries(columns).flatMap(([name, column]) => {
        const value = Number(line[column]);
        return line[column] !== '' && Number.isFinite(value) ? [[name, value]] : [];
      }),
    );
    if (Object.keys(values).length < 6) continue;
    const station = line['WatchPoint'] ?? '';
    const hours = found.get(station) ?? Array.from({ length: 24 }, () => []);
    found.set(station, hours);
    hours[Number(line['Hour'])]?.push(values);
  }
  return found;
}

/** mulberry32 over a seed and a moment. */
function chance(seed: number, at: number): number {
  let mixed = (Math.imul(seed, 0x9e3779b1) ^ Math.floor(at / hour)) >>> 0;
  mixed = (mixed + 0x6d2b79f5) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

/** What was measured at this hour of the day; where that is nothing, at the nearest hour. */
function hoursLike(
  byHour: readonly (readonly Concentrations[])[],
  wanted: number,
): readonly Concentrations[] {
  for (let off = 0; off <= 12; off += 1) {
    for (const each of [wanted - off, wanted + off]) {
      const hours = byHour[(each + 24) % 24] ?? [];
      if (hours.length > 0) return hours;
    }
  }
  return [];
}

/** Of the hour that begins at `at`; the same for the same station and hour. `scale` makes one county dirtier than the next. */
export function airAt(
  recorded: Recorded,
  like: string,
  scale: number,
  seed: number,
  at: number,
): Readonly<Record<string, number>> {
  const clock = Math.floor((at + shanghai) / hour);
  const hours = hoursLike(recorded.get(like) ?? [], ((clock % 24) + 24) % 24);
  const values = hours[Math.floor(clock / 24) % Math.max(1, hours.length)] ?? {};
  const wobble = scale * (0.94 + 0.12 * chance(seed, at));
  const scaled = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Number((value * wobble).toFixed(name === 'co' ? 1 : 0)),
    ]),
  );
  const day = Math.floor(clock / 24);
  return {
    ...scaled,
    'wind-from': Math.round((315 + 60 * Math.sin(day) + 40 * (chance(seed, at) - 0.5) + 360) % 360),
    'wind-speed': Number((1.2 + 2.6 * chance(3, at)).toFixed(1)),
  };
}

/** Hour means of an outfall: a base for each factor with its own noise. */
export function outfallAt(
  bases: Readonly<Record<string, number>>,
  seed: number,
  at: number,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(bases).map(([name, base], index) => [
      name,
      Number((base * (0.78 + 0.32 * chance(seed + index * 101, at))).toFixed(2)),
    ]),
  );
}

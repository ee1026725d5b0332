/** From where it came: upwind, and upstream. */
import { expect, test } from 'vitest';
import { traceUpstream } from './trace-upstream.ts';
import { bearingTo, kilometresBetween, traceWind } from './trace-wind.ts';

const station = { lon: 115.8, lat: 32.9 };
const source = (id: string, lon: number, lat: number, exceeding = false) => ({
  id,
  position: { lon, lat },
  exceeding,
});
const sources = [
  source('north', 115.8, 32.95),
  source('north-far', 115.8, 33.05),
  source('south', 115.8, 32.85),
  source('away', 117.5, 33.9),
];

test('with a north wind the works in the north are suspected, the nearer before the farther', () => {
  const suspects = traceWind(station, [{ from: 5, speed: 3, value: 120 }], sources);
  expect(suspects.map((each) => each.id)).toEqual(['north', 'north-far']);
  expect(suspects.reduce((sum, each) => sum + each.share, 0)).toBeCloseTo(1);
});

test('one that is over its limit is suspected before a nearer one that is not', () => {
  const both = [source('near', 115.8, 32.95), source('over', 115.8, 32.98, true)];
  expect(traceWind(station, [{ from: 0, speed: 3, value: 120 }], both)[0]?.id).toBe('over');
});

test('in calm air nobody is accused', () => {
  expect(traceWind(station, [{ from: 0, speed: 0.2, value: 300 }], sources)).toEqual([]);
});

test('bearings and distances are those of the map', () => {
  expect(bearingTo(station, { lon: 115.9, lat: 32.9 })).toBeCloseTo(90, 0);
  expect(kilometresBetween(station, { lon: 115.8, lat: 33.9 })).toBeCloseTo(111.2, 0);
});

const rivers = [
  { id: 'main', into: null, intoKilometre: null, length: 100 },
  { id: 'branch', into: 'main', intoKilometre: 40, length: 20 },
  { id: 'circle', into: 'circle', intoKilometre: 1, length: 5 },
];
const outfalls = [
  { id: 'above', river: 'main', kilometre: 50 },
  { id: 'below', river: 'main', kilometre: 70 },
  { id: 'branch', river: 'branch', kilometre: 15 },
  { id: 'circle', river: 'circle', kilometre: 1 },
  { id: 'nowhere', river: 'none', kilometre: 1 },
];

test('upstream is what the water has passed, tributaries too, with the hour when it passed them', () => {
  const at = Date.parse('2026-11-23T12:00:00+08:00');
  const found = traceUpstream(rivers, { river: 'main', kilometre: 60 }, at, outfalls);
  expect(found.map((each) => [each.id, each.kilometres])).toEqual([
    ['above', 10],
    ['branch', 25],
  ]);
  const [above] = found;
  expect(above?.hours).toBeCloseTo(7.94, 2);
  expect((at - ((above?.from ?? 0) + (above?.to ?? 0)) / 2) / 3_600_000).toBeCloseTo(7.94, 2);
});

/** A recording sent again is known however it was shaken, moved in time or thinned out; an honest second walk is not. */
import { expect, test } from 'vitest';
import { isSameWalk } from './same-walk.ts';

const rule = { metres: 10, share: 0.9 };
const metre = 1 / 111_320;

/** Metres along a reach, at a pace that is a person's own; a little beside the line as phones are. */
function walk(pace: (minute: number) => number, seed: number) {
  let way = 0;
  return Array.from({ length: 31 }, (_, minute) => {
    way += pace(minute);
    const noise = (turn: number) => 4 * Math.sin(seed * 31.7 + minute * turn);
    return { lon: 115.8 + (way + noise(3.1)) * metre, lat: 32.9 + noise(5.3) * metre, at: minute * 60_000 };
  });
}

const first = walk((minute) => 60 + 20 * Math.sin(minute / 3), 1);

test('抖动几米、换了时间、抽掉一半点的旧轨迹认得出', () => {
  const shaken = first.map((point, index) => ({
    lon: point.lon + 3 * metre * Math.sin(index * 9.1),
    lat: point.lat + 3 * metre * Math.cos(index * 4.7),
    at: 86_400_000 + point.at * 1.2,
  }));
  expect(isSameWalk(shaken, first, rule)).toBe(true);
  expect(
    isSameWalk(
      shaken.filter((_, index) => index % 2 === 0),
      first,
      rule,
    ),
  ).toBe(true);
});

test('同一条路另走一遍不算', () => {
  for (let seed = 2; seed < 12; seed += 1) {
    const again = walk((minute) => 60 + 20 * Math.sin(minute / 3 + seed), seed);
    expect([seed, isSameWalk(again, first, rule)]).toEqual([seed, false]);
  }
});

test('空的、只有一个点的不比', () => {
  expect(isSameWalk([], first, rule)).toBe(false);
  expect(isSameWalk(first.slice(0, 1), first.slice(0, 1), rule)).toBe(false);
});

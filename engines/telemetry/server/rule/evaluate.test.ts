/** How rules judge: once and not at every tremble, only after holding, the same live and on history. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import { hears, type Leaf, RuleDefinition } from '../../rule.ts';
import {
  baselineKey,
  hourOfWeek,
  judgeReading,
  judgeSilence,
  type RuleState,
  startState,
} from './evaluate.ts';

type LeafInput = Partial<Leaf> & { kind: Leaf['kind'] };

function rule(leaves: readonly LeafInput[], more: object = {}): RuleDefinition {
  return RuleDefinition.parse({
    model: newId(),
    condition: { leaves: leaves.map((leaf) => ({ property: 'level', ...leaf })), ...more },
    ...more,
  });
}

const heard = (at: number, value: number) => ({ property: 'level', at, value });

/** Changes as 'second:change', for readings of 'level' at seconds. */
function run(of: RuleDefinition, readings: readonly (readonly [second: number, value: number])[]): string[] {
  let state: RuleState = startState(of);
  return readings.flatMap(([second, value]) => {
    const judged = judgeReading(of, state, (leaf) => hears(leaf, 'level'), heard(second * 1000, value));
    state = judged.state;
    return judged.change === undefined ? [] : [`${second}:${judged.change}`];
  });
}

const series = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 600 }), fc.integer({ min: -20, max: 120 })), { maxLength: 80 })
  .map((steps) => {
    let at = 0;
    return steps.map(([gap, value]) => [(at += gap), value] as const);
  });

describe('a threshold', () => {
  const above = rule([{ kind: 'threshold', is: 'above', value: 80, clear: 70 }], { hold: 60 });

  test('raises after its holding time and clears past the clearing value', () => {
    expect(
      run(above, [
        [0, 81],
        [30, 82],
        [59, 85],
        [60, 85],
        [90, 75],
        [100, 70],
        [110, 90],
      ]),
    ).toEqual(['60:raised', '100:cleared']);
  });

  test('starts its holding time anew after a break', () => {
    expect(
      run(above, [
        [0, 90],
        [50, 60],
        [55, 90],
        [100, 90],
        [115, 90],
      ]),
    ).toEqual(['115:raised']);
  });

  test('below is its mirror', () => {
    const below = RuleDefinition.parse({
      ...above,
      condition: { leaves: [{ kind: 'threshold', property: 'level', is: 'below', value: -80, clear: -70 }] },
    });
    fc.assert(
      fc.property(series, (readings) => {
        expect(
          run(
            below,
            readings.map(([at, value]) => [at, -value] as const),
          ),
        ).toEqual(run(above, readings));
      }),
    );
  });

  test('raises and clears by turns, and judges the same readings twice as once', () => {
    fc.assert(
      fc.property(series, (readings) => {
        const changes = run(above, readings);
        changes.forEach((change, index) =>
          expect(change.endsWith(index % 2 === 0 ? 'raised' : 'cleared')).toBe(true),
        );
        expect(
          run(
            above,
            readings.flatMap((reading) => [reading, reading]),
          ),
        ).toEqual(changes);
      }),
    );
  });

  test('holds true through the whole holding time before each raise', () => {
    fc.assert(
      fc.property(series, (readings) => {
        for (const change of run(above, readings)) {
          const [at = '', kind] = change.split(':');
          if (kind !== 'raised') continue;
          const during = readings.filter(([second]) => second <= Number(at) && second > Number(at) - 60);
          expect(during.every(([, value]) => value > 70)).toBe(true);
        }
      }),
    );
  });
});

test('a rate sees a rise within its time and not a slower one', () => {
  const rises = rule([{ kind: 'rate', is: 'rises', by: 5, within: 60 }]);
  expect(
    run(rises, [
      [0, 0],
      [30, 3],
      [60, 6],
      [121, 8],
    ]),
  ).toEqual(['60:raised', '121:cleared']);
  expect(
    run(rises, [
      [0, 0],
      [61, 5],
      [122, 10],
      [183, 15],
    ]),
  ).toEqual([]);
});

test('a rate remembers no more than it needs, however a device floods', () => {
  const rises = rule([{ kind: 'rate', is: 'rises', by: 5, within: 604_800 }]);
  let state = startState(rises);
  for (let index = 1; index < 5000; index += 1)
    state = judgeReading(rises, state, () => true, heard(index, 0)).state;
  expect(state.leaves[0]?.recent?.length).toBeLessThanOrEqual(512);
});

test('a small lasting shift is seen by the cumulative sum, noise around the target is not', () => {
  const drift = rule([{ kind: 'cusum', is: 'rises', target: 10, slack: 0.5, limit: 4 }]);
  const noise = Array.from(
    { length: 200 },
    (_, index) => [index, 10 + (index % 2 === 0 ? 0.9 : -0.9)] as const,
  );
  expect(run(drift, noise)).toEqual([]);
  const shifted = noise.map(([at, value]) => [at, at < 100 ? value : value + 1] as const);
  const [first = ''] = run(drift, shifted);
  expect(Number(first.split(':')[0])).toBeLessThan(115);
});

test('a baseline learns each hour of the week for itself', () => {
  const usual = rule([{ kind: 'baseline', deviations: 4, least: 5, floor: 1 }]);
  const week = 7 * 86_400;
  const history = Array.from({ length: 8 }, (_, index) => [
    [index * week + 3600, 10 + (index % 2)] as const,
    [index * week + 7200, 100 + (index % 2)] as const,
  ]).flat();
  expect(run(usual, history)).toEqual([]);
  expect(run(usual, [...history, [8 * week + 3600, 100]])).toEqual([`${8 * week + 3600}:raised`]);
  expect(run(usual, [...history, [8 * week + 7200, 100]])).toEqual([]);
});

const minutely = (days: number, from: number, valueAt: (minute: number) => number) =>
  Array.from({ length: days * 1440 }, (_, minute) => [from + minute * 60, valueAt(minute)] as const);
/** By the hour, and a little beside it. */
const daily = (minute: number) => 10 + Math.floor((minute % 1440) / 60) + ((minute * 7) % 5) / 10;

test('a change that lasts is learned after so many readings, and a shorter one is not', () => {
  const usual = rule([{ kind: 'baseline', deviations: 4, least: 30, floor: 0.1, relearn: 600 }]);
  const history = minutely(14, 0, daily);
  const later = 14 * 86_400;
  const short = minutely(1, later, (minute) => daily(minute) + (minute < 300 ? 8 : 0));
  expect(run(usual, [...history, ...short])).toEqual([`${later}:raised`, `${later + 300 * 60}:cleared`]);
  const lasting = minutely(7, later, (minute) => daily(minute) + 8);
  expect(run(usual, [...history, ...lasting])).toEqual([`${later}:raised`, `${later + 599 * 60}:cleared`]);
  // What was usual before is out of the ordinary now.
  const back = later + 7 * 86_400;
  expect(run(usual, [...history, ...lasting, ...minutely(1, back, daily)]).at(2)).toBe(`${back}:raised`);
});

test('what was long ago fades: after a slow drift a jump is seen, which all that ever was would hide', () => {
  const drifting = minutely(84, 0, (minute) => daily(minute) + minute / 10_000);
  const end = 84 * 86_400;
  const changes = (memory: number) =>
    run(rule([{ kind: 'baseline', deviations: 4, least: 30, floor: 0.3, memory, relearn: 100_000 }]), [
      ...drifting,
      [end, daily(0) + 12.1 + 4],
    ]);
  expect(changes(60)).toEqual([`${end}:raised`]);
  expect(changes(100_000)).toEqual([]);
});

test('a reading copies no week of hours, and the hours are the same as if it did', () => {
  const usual = rule([{ kind: 'baseline', deviations: 4, least: 30, floor: 0.1 }]);
  let state = startState(usual);
  for (const [second, value] of minutely(8, 0, daily))
    state = judgeReading(usual, state, () => true, heard(second * 1000, value)).state;
  const before = state.leaves[0];
  const next = judgeReading(usual, state, () => true, heard((8 * 1440 - 1) * 60_000 + 1000, 33)).state
    .leaves[0];
  expect(Object.keys(before?.hours ?? {})).toHaveLength(168);
  expect(next?.hours).toBe(before?.hours);
});

test('holidays go as Sundays, seasons are learned for themselves', () => {
  const [leaf] = rule([{ kind: 'baseline', deviations: 4, seasons: [3, 11], holidays: ['2026-10-01'] }])
    .condition.leaves;
  if (leaf?.kind !== 'baseline') throw new Error('no baseline');
  const key = (text: string) => baselineKey(leaf, Date.parse(`${text}+08:00`));
  expect(key('2026-10-01T08:00:00')).toBe('3/152');
  expect(key('2026-10-08T08:00:00')).toBe('3/80');
  expect([key('2026-11-02T00:00:00'), key('2026-02-02T00:00:00')]).toEqual(['11/0', '11/0']);
});

test('the week begins on Monday at midnight in Shanghai', () => {
  expect(hourOfWeek(Date.parse('2026-11-23T00:00:00+08:00'))).toBe(0);
  expect(hourOfWeek(Date.parse('2026-11-22T23:59:59+08:00'))).toBe(167);
  expect(hourOfWeek(Date.parse('1969-12-29T00:30:00+08:00'))).toBe(0);
});

test('silence raises by the clock, and the next reading clears it', () => {
  const silent = rule([{ kind: 'absence', seconds: 300 }]);
  const first = judgeReading(silent, startState(silent), () => true, heard(0, 1)).state;
  expect(judgeSilence(silent, first, 299_000).change).toBeUndefined();
  const raised = judgeSilence(silent, first, 300_000);
  expect(raised.change).toBe('raised');
  expect(judgeSilence(silent, raised.state, 900_000).change).toBeUndefined();
  expect(judgeReading(silent, raised.state, () => true, heard(901_000, 1)).change).toBe('cleared');
  expect(judgeSilence(silent, startState(silent), 1e12).change).toBeUndefined();
  // A device that makes up for its history is not silent, old as that may be.
  const late = judgeReading(silent, startState(silent), () => true, {
    ...heard(0, 1),
    receivedAt: 900_000,
  }).state;
  expect(judgeSilence(silent, late, 1_000_000).change).toBeUndefined();
});

test('all needs every sensor, any needs one', () => {
  const leaves = [
    { kind: 'threshold', property: 'heat', is: 'above', value: 60 },
    { kind: 'threshold', property: 'smoke', is: 'above', value: 1 },
  ] as const;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('heat', 'smoke'), fc.integer({ min: 0, max: 100 })), {
        maxLength: 40,
      }),
      (readings) => {
        const both = rule(leaves, { of: 'all' });
        const either = rule(leaves, { of: 'any' });
        let [a, b] = [startState(both), startState(either)];
        const last = { heat: 0, smoke: 0 };
        readings.forEach(([name, value], index) => {
          last[name as 'heat' | 'smoke'] = value;
          a = judgeReading(both, a, (leaf) => hears(leaf, name), {
            property: name,
            at: index + 1,
            value,
          }).state;
          b = judgeReading(either, b, (leaf) => hears(leaf, name), {
            property: name,
            at: index + 1,
            value,
          }).state;
          expect(a.raised).toBe(last.heat > 60 && last.smoke > 1);
          expect(b.raised).toBe(last.heat > 60 || last.smoke > 1);
        });
      },
    ),
  );
});

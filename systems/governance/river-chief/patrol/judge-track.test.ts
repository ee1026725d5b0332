/** 巡河轨迹的判定:走了就算,没走的各种样子都认得出;任意轨迹下比例不越界、重发不变、走多不减。 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import rules from '../data/patrol-rules.json' with { type: 'json' };
import { judgeTrack, type TrackPoint, type TrackRule } from './judge-track.ts';
import { cut, type Line, lengthOf, metresTo, placeAt, readLine } from './line.ts';

const village = rules.rows.find(({ level }) => level === 'village') as TrackRule;
const county = rules.rows.find(({ level }) => level === 'county') as TrackRule;
/** About 3.4 km along a real-looking bend. */
const line: Line = [
  [115.8, 32.93],
  [115.812, 32.92],
  [115.822, 32.905],
];
const begin = Date.parse('2026-11-20T01:00:00Z');

interface Way {
  readonly from?: number;
  readonly metres: number;
  /** Metres a second. */
  readonly pace?: number;
  readonly every?: number;
  readonly aside?: number;
}

function walk({ from = 0, metres, pace = 1.2, every = 15, aside = 0 }: Way): TrackPoint[] {
  const count = Math.floor(metres / pace / every);
  return Array.from({ length: count + 1 }, (_, index) => {
    const [lon, lat] = placeAt(line, from + index * every * pace);
    return { lon, lat: lat + aside / 111_320, at: begin + index * every * 1000 };
  });
}

describe('一条真走过的轨迹', () => {
  const verdict = judgeTrack(walk({ metres: 1800 }), line, village);

  test('有效,时长、里程和覆盖比例与手算一致', () => {
    expect(verdict.faults).toEqual([]);
    expect(verdict.minutes).toBeCloseTo(1800 / 1.2 / 60, 0);
    expect(Math.abs(verdict.metres - 1800)).toBeLessThan(40);
    // The corridor reaches 200 m past where the walk ended.
    expect(verdict.share).toBeGreaterThan(1800 / lengthOf(line));
    expect(verdict.share).toBeLessThan(2050 / lengthOf(line));
  });

  test('反着走、加密取点,结果不变', () => {
    const points = walk({ metres: 1800 });
    const last = points.at(-1)?.at ?? 0;
    const back = points.toReversed().map((point) => ({ ...point, at: begin + last - point.at }));
    expect(judgeTrack(back, line, village)).toMatchObject({ valid: true, share: verdict.share });
    const dense = judgeTrack(walk({ metres: 1800, every: 5 }), line, village);
    expect(dense.valid).toBe(true);
    expect(Math.abs(dense.metres - verdict.metres)).toBeLessThan(60);
  });
});

describe('没有认真走的样子', () => {
  test.each([
    ['短短一段', walk({ metres: 300 }), ['short-time', 'short-way', 'little-covered']],
    ['开车掠过', walk({ metres: 3300, pace: 8, every: 5 }), ['short-time', 'vehicle']],
    ['离河两公里走', walk({ metres: 1800, aside: 2500 }), ['little-covered', 'off-river']],
    [
      '手机放着不动',
      Array.from({ length: 60 }, (_, index) => ({ lon: 115.8, lat: 32.93, at: begin + index * 15_000 })),
      ['short-way', 'little-covered', 'still'],
    ],
    [
      '只有两个点',
      [walk({ metres: 1800 })[0], walk({ metres: 1800 }).at(-1)],
      ['few-points', 'short-time', 'short-way', 'little-covered', 'gaps'],
    ],
  ])('%s', (_, points, faults) => {
    const sound = points.filter((point) => point !== undefined);
    const verdict = judgeTrack(sound, line, village);
    expect(verdict.valid).toBe(false);
    expect(verdict.faults).toEqual(faults);
  });

  test('原地漂移不算里程', () => {
    const drift = Array.from({ length: 200 }, (_, index) => ({
      lon: 115.8 + ((index % 5) - 2) * 0.00002,
      lat: 32.93 + ((index % 3) - 1) * 0.00002,
      at: begin + index * 10_000,
    }));
    expect(judgeTrack(drift, line, village).metres).toBe(0);
  });

  test('跳点:飞出去的点不带来里程和覆盖,多了整次无效', () => {
    const honest = walk({ metres: 1800 });
    const far = (at: number) => ({ lon: 115.95, lat: 32.8, at });
    const jumping = honest.flatMap((point, index) =>
      index > 0 && index % 20 === 0 ? [point, far(point.at + 5000)] : [point],
    );
    const verdict = judgeTrack(jumping, line, village);
    expect(verdict.faults).toContain('jumps');
    expect(verdict.metres).toBeLessThanOrEqual(judgeTrack(honest, line, village).metres + 1);
    expect(verdict.share).toBeLessThanOrEqual(judgeTrack(honest, line, village).share);
  });

  test('中断:断掉的时间和路都不算;时间倒走的不认', () => {
    const honest = walk({ metres: 2400 });
    const third = Math.floor(honest.length / 3);
    const torn = honest.filter((_, index) => index < third || index > third * 2);
    const verdict = judgeTrack(torn, line, village);
    expect(verdict.minutes).toBeLessThan(judgeTrack(honest, line, village).minutes * 0.75);
    expect(verdict.metres).toBeLessThan(judgeTrack(honest, line, village).metres * 0.75);
    expect(
      judgeTrack([...honest, { ...honest[0], at: begin - 1 } as TrackPoint], line, village).faults,
    ).toEqual(['disorder']);
  });

  test('县级可以乘车,村级不可以:同一条轨迹两种结论', () => {
    const drive = walk({ metres: 3300, pace: 5, every: 5 });
    expect(judgeTrack(drive, line, { ...county, minutes: 10, metres: 2000 }).valid).toBe(true);
    expect(judgeTrack(drive, line, village).faults).toContain('vehicle');
  });
});

describe('任意轨迹', () => {
  const anyTrack = fc
    .array(
      fc.record({
        lon: fc.double({ min: 115.7, max: 115.9, noNaN: true }),
        lat: fc.double({ min: 32.85, max: 33, noNaN: true }),
        wait: fc.integer({ min: -5, max: 400 }),
      }),
      { minLength: 1, maxLength: 60 },
    )
    .map((steps) => {
      let at = begin;
      return steps.map(({ lon, lat, wait }) => ({ lon, lat, at: (at += wait * 1000) }));
    });

  test('比例都在 0 与 1 之间,数都不为负,有效与没有毛病是一回事', () => {
    fc.assert(
      fc.property(anyTrack, (points) => {
        const verdict = judgeTrack(points, line, village);
        for (const part of [
          verdict.share,
          verdict.vehicleShare,
          verdict.nearShare,
          verdict.stillShare,
          verdict.gapShare,
        ])
          if (part !== null) expect(part >= 0 && part <= 1).toBe(true);
        expect(verdict.minutes >= 0 && verdict.metres >= 0).toBe(true);
        expect(verdict.valid).toBe(verdict.faults.length === 0);
      }),
    );
  });

  test('接着走只会多不会少:里程和覆盖不随后面的点减少;整体挪时间不改变判定', () => {
    fc.assert(
      fc.property(anyTrack, fc.nat(59), fc.integer({ min: -1e9, max: 1e9 }), (points, most, later) => {
        const whole = judgeTrack(points, line, village);
        const part = judgeTrack(points.slice(0, most + 1), line, village);
        expect(part.metres <= whole.metres + 1e-6).toBe(true);
        expect(part.share <= whole.share).toBe(true);
        const moved = judgeTrack(
          points.map((point) => ({ ...point, at: point.at + later })),
          line,
          village,
        );
        expect(moved.faults).toEqual(whole.faults);
      }),
    );
  });
});

describe('中心线', () => {
  test('切成几段,长度相加等于整条;线上的点距离为零', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), (pieces) => {
        const length = lengthOf(line);
        const parts = Array.from({ length: pieces }, (_, index) =>
          lengthOf(cut(line, (length * index) / pieces, (length * (index + 1)) / pieces)),
        );
        expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(length, 0);
      }),
    );
    const [lon, lat] = placeAt(line, 1234);
    expect(metresTo({ lon, lat }, line)).toBeLessThan(0.01);
  });

  test('不是折线的一律不认', () => {
    for (const wrong of [
      null,
      3,
      {},
      { type: 'Point', coordinates: [1, 2] },
      { type: 'LineString', coordinates: [[1, 2]] },
      {
        type: 'LineString',
        coordinates: [
          [1, 2],
          [3, 'x'],
        ],
      },
      {
        type: 'LineString',
        coordinates: [
          [1, 2],
          [300, 2],
        ],
      },
    ])
      expect(readLine(wrong)).toBeUndefined();
  });
});

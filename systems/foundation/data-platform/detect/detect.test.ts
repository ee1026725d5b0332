/** The measures of the watch by hand: what is usual at an hour, and what is not. */
import { expect, test } from 'vitest';
import type { CallHour } from '../../../../engines/lake/service.ts';
import type { ActivityHour } from '../../../../engines/access/service.ts';
import type { WorkingCalendar } from '../../../../kernel/working-time.ts';
import { measureCalls } from './measure-calls.ts';
import { measureLooks } from './measure-looks.ts';
import { comparedHours, isOffHours, robustScore, usualCounts } from './usual.ts';

const calendar: WorkingCalendar = {
  periods: [
    { start: '08:30', end: '12:00' },
    { start: '14:30', end: '17:30' },
  ],
  // 2026-10-01 to 10-08 are free, 10-10 is worked.
  isWorkingDay: (date) => {
    if (date >= '2026-10-01' && date <= '2026-10-08') return false;
    if (date === '2026-10-10') return true;
    return ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
  },
  knownUntil: '2026-12-31',
};
const terms = { weeks: 8, least: 28, floor: 0.35 };

function hourOf(hour: string, more: Partial<CallHour> = {}): CallHour {
  return {
    contract: 'c',
    app: 'a',
    hour,
    calls: 10,
    rows: 10,
    empty: 0,
    refused: 0,
    keyed: 0,
    keys: 0,
    blocks: 0,
    gapMean: null,
    gapDeviation: null,
    ...more,
  };
}

test('上班时间内不算非工作时间，调休上班的周六也不算，国庆的周四算', () => {
  expect(isOffHours(calendar, new Date('2026-11-23T02:00:00Z'))).toBe(false);
  expect(isOffHours(calendar, new Date('2026-11-23T05:00:00Z'))).toBe(false);
  expect(isOffHours(calendar, new Date('2026-11-23T10:00:00Z'))).toBe(true);
  expect(isOffHours(calendar, new Date('2026-11-23T18:00:00Z'))).toBe(true);
  expect(isOffHours(calendar, new Date('2026-10-10T02:00:00Z'))).toBe(false);
  expect(isOffHours(calendar, new Date('2026-10-01T02:00:00Z'))).toBe(true);
});

test('只与同类日子的同一时刻和前后一小时相比：平常周一比周一，跳过放假的周一', () => {
  const hours = comparedHours(calendar, new Date('2026-11-23T02:00:00Z'), 8);
  // 2026-10-05 is a free Monday.
  expect(hours).toHaveLength(7 * 3);
  expect(hours).toContain('2026-11-16T01:00:00.000Z');
  expect(hours).not.toContain('2026-10-05T02:00:00.000Z');
  // A worked Saturday has no other of its kind: it is compared with the last working days.
  const saturday = comparedHours(calendar, new Date('2026-10-10T02:00:00Z'), 8);
  expect(saturday).toHaveLength(8 * 3);
  expect(saturday).toContain('2026-10-09T02:00:00.000Z');
});

test('稳健得分：按 ln(1+n) 的中位数和 MAD；历史里混入一次旧攻击不改变结论；值太少没有得分', () => {
  const usual = [18, 20, 22, 19, 21, 20, 23, 17, 20, 22, 18, 21];
  expect(robustScore(20, usual, 0.35)).toBeCloseTo(0, 1);
  expect(robustScore(400, usual, 0.35)).toBeGreaterThan(8);
  expect(robustScore(400, [...usual.slice(1), 5000], 0.35)).toBeGreaterThan(8);
  // By hand: all equal, so the spread is the floor.
  expect(
    robustScore(
      99,
      Array.from({ length: 12 }, () => 9),
      0.5,
    ),
  ).toBeCloseTo(Math.log(10) / 0.5, 9);
  expect(robustScore(400, usual.slice(1), 0.35)).toBeNull();
});

test('认识不满28天的调用方没有得分，满了以后没有调用的小时按0计', () => {
  const at = new Date('2026-11-23T02:00:00Z');
  const counts = new Map([['2026-11-16T02:00:00.000Z', 7]]);
  expect(usualCounts({ at, first: '2026-11-01T00:00:00.000Z', counts }, calendar, terms)).toEqual([]);
  const known = usualCounts({ at, first: '2026-10-20T00:00:00.000Z', counts }, calendar, terms);
  expect(known).toHaveLength(12);
  expect(known.filter((each) => each === 7)).toHaveLength(1);
});

test('分母为零的占比没有值', () => {
  const measured = measureCalls(
    hourOf('2026-11-23T02:00:00.000Z', { calls: 3, refused: 3 }),
    { hours: [], first: null, lastOfApp: null, today: 3, quota: 0 },
    calendar,
    terms,
  );
  expect(measured).toMatchObject({
    不同键占比: null,
    每段键数: null,
    未命中占比: null,
    间隔变异: null,
    额度占比: null,
    停用天数: null,
    夜间倍数: null,
    次数偏离: null,
    拒绝次数: 3,
  });
});

test('遍历的特征：一百个相邻的键是一段，匀速的间隔变异接近零', () => {
  const measured = measureCalls(
    hourOf('2026-11-23T17:00:00.000Z', {
      calls: 300,
      keyed: 300,
      keys: 300,
      blocks: 4,
      empty: 240,
      gapMean: 2,
      gapDeviation: 0.05,
    }),
    {
      hours: [hourOf('2026-11-20T17:00:00.000Z', { calls: 10 })],
      first: null,
      lastOfApp: '2026-10-01T00:00:00.000Z',
      today: 900,
      quota: 1000,
    },
    calendar,
    terms,
  );
  expect(measured).toMatchObject({
    不同键占比: 1,
    每段键数: 75,
    未命中占比: 0.8,
    间隔变异: 0.025,
    非工作时间: true,
    夜间倍数: 30,
    额度占比: 0.9,
  });
  expect(measured['停用天数']).toBeCloseTo(53.7, 1);
});

test('惯常之外：以前从未看过的登记簿里看了几个对象', () => {
  const at = (hour: string, object: string, looks: number): ActivityHour => ({
    hour,
    object,
    looks,
    exports: 0,
  });
  const measured = measureLooks(
    '2026-11-23T02:00:00.000Z',
    [
      at('2026-11-10T02:00:00.000Z', 'licence.licence', 25),
      at('2026-11-23T02:00:00.000Z', 'licence.licence', 3),
      at('2026-11-23T02:00:00.000Z', 'village-data.household', 6),
    ],
    calendar,
    terms,
  );
  expect(measured).toMatchObject({ 查看对象数: 9, 惯常之外: 6, 以往查看: 25, 查看偏离: null });
});

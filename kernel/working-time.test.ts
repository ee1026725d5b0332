import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addTimeLimit,
  dueAfterPause,
  elapsed,
  endOfOfficeHours,
  formatTimeLimit,
  isCalendarKnown,
  type LimitUnit,
  limitLength,
  remainingTime,
  shanghaiDate,
  shanghaiInstant,
  shanghaiTime,
  type WorkingCalendar,
} from './working-time.ts';

/** Public holidays and make-up days of 2026 (国务院办公厅 notice), as ranges of MM-DD. */
const holidays2026 = [
  '01-01~01-03',
  '02-15~02-23',
  '04-04~04-06',
  '05-01~05-05',
  '06-19~06-21',
  '09-25~09-27',
  '10-01~10-07',
];
const makeUpDays2026 = ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'];

const calendar: WorkingCalendar = {
  periods: [
    { start: '08:00', end: '12:00' },
    { start: '14:00', end: '18:00' },
  ],
  knownUntil: '2026-12-31',
  isWorkingDay(date) {
    const monthDay = date.slice(5);
    if (date.startsWith('2026')) {
      if (makeUpDays2026.includes(monthDay)) return true;
      if (holidays2026.some((range) => monthDay >= range.slice(0, 5) && monthDay <= range.slice(6)))
        return false;
    }
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    return weekday !== 0 && weekday !== 6;
  },
};

function at(text: string): Date {
  return shanghaiInstant(text.slice(0, 10), text.slice(11));
}

function show(instant: Date): string {
  return `${shanghaiDate(instant)} ${shanghaiTime(instant).slice(0, 5)}`;
}

describe('时限到期时间', () => {
  test.each<[string, number, LimitUnit, string]>([
    ['2026-03-04 09:00', 2, 'urgent-hour', '2026-03-04 11:00'],
    ['2026-02-16 23:00', 2, 'urgent-hour', '2026-02-17 01:00'],
    ['2026-03-04 09:00', 2, 'work-hour', '2026-03-04 11:00'],
    ['2026-03-04 11:00', 2, 'work-hour', '2026-03-04 15:00'],
    ['2026-03-04 14:00', 4, 'work-hour', '2026-03-04 18:00'],
    ['2026-03-04 12:30', 4, 'work-hour', '2026-03-04 18:00'],
    ['2026-03-04 20:00', 4, 'work-hour', '2026-03-05 12:00'],
    ['2026-03-06 17:00', 2, 'work-hour', '2026-03-09 09:00'],
    ['2026-03-04 10:00', 1, 'work-day', '2026-03-05 10:00'],
    ['2026-03-06 10:00', 1, 'work-day', '2026-03-09 10:00'],
    // 春节: 2026-02-14 (Saturday) is worked, 15–23 are not.
    ['2026-02-13 10:00', 1, 'work-day', '2026-02-14 10:00'],
    ['2026-02-14 10:00', 1, 'work-day', '2026-02-24 10:00'],
    ['2026-02-27 17:00', 2, 'work-hour', '2026-02-28 09:00'],
    // 国庆: 1–7 October free, Saturday 10 October worked.
    ['2026-09-30 16:00', 1, 'work-day', '2026-10-08 16:00'],
    ['2026-09-28 10:00', 20, 'work-day', '2026-10-30 10:00'],
    ['2026-10-09 17:30', 1, 'work-hour', '2026-10-10 08:30'],
    ['2026-02-14 10:00', 3, 'natural-day', '2026-02-17 10:00'],
    ['2026-03-04 09:00', 0.5, 'work-hour', '2026-03-04 09:30'],
    ['2026-03-07 09:00', 0, 'work-hour', '2026-03-07 09:00'],
  ])('%s 起 %d %s 到 %s', (from, amount, unit, due) => {
    expect(show(addTimeLimit(calendar, at(from), { amount, unit }))).toBe(due);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 1e9])('拒绝不合理的时限 %d', (amount) => {
    expect(() => addTimeLimit(calendar, at('2026-03-04 09:00'), { amount, unit: 'work-hour' })).toThrow(
      RangeError,
    );
  });

  test('没有工作日、没有工作时段的日历会报错而不是停不下来', () => {
    const start = at('2026-03-04 09:00');
    const limit = { amount: 1, unit: 'work-day' } as const;
    expect(() => addTimeLimit({ ...calendar, isWorkingDay: () => false }, start, limit)).toThrow(RangeError);
    expect(() => addTimeLimit({ ...calendar, periods: [] }, start, limit)).toThrow(RangeError);
    expect(() =>
      addTimeLimit({ ...calendar, periods: [{ start: '12:00', end: '08:00' }] }, start, limit),
    ).toThrow(RangeError);
    expect(() =>
      addTimeLimit({ ...calendar, periods: [{ start: '8', end: '25:00' }] }, start, limit),
    ).toThrow(RangeError);
    expect(() => addTimeLimit(calendar, new Date(Number.NaN), limit)).toThrow(RangeError);
  });
});

test('一天的办公时间以日历最后一个时段为止,可到午夜', () => {
  expect(show(endOfOfficeHours(calendar, '2026-11-23'))).toBe('2026-11-23 18:00');
  const winter = { ...calendar, periods: [{ start: '09:00', end: '17:30' }] };
  expect(show(endOfOfficeHours(winter, '2026-11-23'))).toBe('2026-11-23 17:30');
  const night = { ...calendar, periods: [{ start: '00:00', end: '24:00' }] };
  expect(show(endOfOfficeHours(night, '2026-11-23'))).toBe('2026-11-24 00:00');
});

describe('暂停与恢复', () => {
  test('周五暂停、周三恢复，剩下的工作时不变', () => {
    const due = addTimeLimit(calendar, at('2026-03-06 09:00'), { amount: 8, unit: 'work-hour' });
    const resumed = at('2026-03-11 10:00');
    const later = dueAfterPause(calendar, due, at('2026-03-06 11:00'), resumed, 'work-hour');
    expect(show(later)).toBe('2026-03-11 18:00');
    expect(remainingTime(calendar, resumed, later, 'work-hour')).toBe(6 * 3_600_000);
  });

  test('暂停前已超时的，恢复后仍是原到期时间', () => {
    const due = at('2026-03-06 09:00');
    expect(dueAfterPause(calendar, due, at('2026-03-06 10:00'), at('2026-03-09 10:00'), 'work-hour')).toEqual(
      due,
    );
    expect(remainingTime(calendar, at('2026-03-06 10:00'), due, 'work-hour')).toBe(-3_600_000);
  });

  test('恢复早于暂停是错误', () => {
    const due = at('2026-03-06 09:00');
    expect(() =>
      dueAfterPause(calendar, due, at('2026-03-05 10:00'), at('2026-03-04 10:00'), 'work-hour'),
    ).toThrow(RangeError);
  });
});

describe('对任何时刻都成立', () => {
  const instant = fc.date({ min: at('2026-01-01 00:00'), max: at('2027-03-01 00:00'), noInvalidDate: true });
  const unit = fc.constantFrom<LimitUnit>('urgent-hour', 'work-hour', 'work-day', 'natural-day');
  const amount = fc.integer({ min: 0, max: 240 }).map((quarters) => quarters / 4);

  test('到期时正好用完时限', () => {
    fc.assert(
      fc.property(instant, amount, unit, (from, size, each) => {
        const limit = { amount: size, unit: each };
        const due = addTimeLimit(calendar, from, limit);
        expect(elapsed(calendar, from, due, each)).toBe(limitLength(calendar, limit));
        // One millisecond earlier it had not yet run out.
        if (size > 0)
          expect(elapsed(calendar, from, new Date(due.getTime() - 1), each)).toBeLessThan(
            limitLength(calendar, limit),
          );
      }),
    );
  });

  test('先加甲再加乙，等于加甲乙之和', () => {
    fc.assert(
      fc.property(instant, amount, amount, unit, (from, first, second, each) => {
        const inTwoSteps = addTimeLimit(
          calendar,
          addTimeLimit(calendar, from, { amount: first, unit: each }),
          { amount: second, unit: each },
        );
        expect(inTwoSteps).toEqual(addTimeLimit(calendar, from, { amount: first + second, unit: each }));
      }),
    );
  });

  test('开始晚或时限长的，不会更早到期', () => {
    fc.assert(
      fc.property(instant, instant, amount, amount, unit, (one, other, first, second, each) => {
        const [early, late] = one <= other ? [one, other] : [other, one];
        const [short, long] = first <= second ? [first, second] : [second, first];
        const due = addTimeLimit(calendar, early, { amount: short, unit: each });
        expect(due.getTime()).toBeLessThanOrEqual(
          addTimeLimit(calendar, late, { amount: short, unit: each }).getTime(),
        );
        expect(due.getTime()).toBeLessThanOrEqual(
          addTimeLimit(calendar, early, { amount: long, unit: each }).getTime(),
        );
      }),
    );
  });

  test('经过时间可分段相加，反向为负', () => {
    fc.assert(
      fc.property(instant, instant, instant, unit, (a, b, c, each) => {
        expect(elapsed(calendar, a, b, each) + elapsed(calendar, b, c, each)).toBe(
          elapsed(calendar, a, c, each),
        );
        expect(elapsed(calendar, a, b, each) + elapsed(calendar, b, a, each)).toBe(0);
      }),
    );
  });

  test('暂停零时长不改变到期时间，暂停再久剩余也不变', () => {
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 1, max: 240 }),
        instant,
        instant,
        unit,
        (from, quarters, one, other, each) => {
          const due = addTimeLimit(calendar, from, { amount: quarters / 4, unit: each });
          const [paused, resumed] = one <= other ? [one, other] : [other, one];
          fc.pre(paused >= from && paused < due);
          expect(dueAfterPause(calendar, due, paused, paused, each)).toEqual(due);
          const later = dueAfterPause(calendar, due, paused, resumed, each);
          expect(remainingTime(calendar, resumed, later, each)).toBe(
            remainingTime(calendar, paused, due, each),
          );
        },
      ),
      { numRuns: 50 },
    );
  });
});

test('时限写成人话', () => {
  expect(formatTimeLimit({ amount: 4, unit: 'work-hour' })).toBe('4 工作时');
  expect(formatTimeLimit({ amount: 2, unit: 'urgent-hour' })).toBe('2 紧急工作时');
  expect(formatTimeLimit({ amount: 1.5, unit: 'work-day' })).toBe('1.5 工作日');
  expect(formatTimeLimit({ amount: 15, unit: 'natural-day' })).toBe('15 自然日');
});

test('上海的日期和时间与服务器所在时区无关', () => {
  expect(shanghaiDate(new Date('2026-03-04T16:00:00Z'))).toBe('2026-03-05');
  expect(shanghaiTime(new Date('2026-03-04T15:59:59Z'))).toBe('23:59:59');
  expect(shanghaiInstant('2026-03-05').toISOString()).toBe('2026-03-04T16:00:00.000Z');
  expect(() => shanghaiInstant('2026-02-30')).toThrow(RangeError);
  expect(() => shanghaiInstant('乱写')).toThrow(RangeError);
});

test('超出节假日表的日子看得出来', () => {
  expect(isCalendarKnown(calendar, at('2026-12-31 23:59'))).toBe(true);
  expect(isCalendarKnown(calendar, at('2027-01-01 00:00'))).toBe(false);
});

test('两万次计算在一秒之内', () => {
  const from = at('2026-01-05 10:20');
  const started = performance.now();
  for (let index = 0; index < 20_000; index += 1) {
    addTimeLimit(calendar, new Date(from.getTime() + index * 60_000), { amount: 7, unit: 'work-day' });
  }
  expect(performance.now() - started).toBeLessThan(1000);
});

/** What the desk may ask a hydrology station, and what it may not. */
import { expect, test } from 'vitest';
import { commandMoment } from './command-moment.ts';
import { sl651Order } from './sl651-commands.ts';

const most = 4000;
const span = { begin: '2026-03-14 08:30', end: '2026-03-15 08:00', element: '39' };

function bodyOf(input: Readonly<Record<string, unknown>>, values = most): string | undefined {
  return sl651Order('fetch-hours', input, values)?.body.toString('hex').toUpperCase();
}

test('一段历史小时值:起止到整点,步长一小时,要素带定义', () => {
  expect(sl651Order('fetch-hours', span, most)?.code).toBe(0x38);
  expect(bodyOf(span)).toBe('26031408' + '26031508' + '0418000100' + '3923');
  expect(bodyOf({ ...span, begin: '2026-03-14T00:00:00Z', minutes: 1440 })).toBe(
    '26031408260315080418010000' + '3923',
  );
  expect(bodyOf({ ...span, element: 'FF38', definition: '12' })).toBe('26031408260315080418000100FF3812');
});

test('起止颠倒、没有这个要素、步长不对、值太多的都不问', () => {
  const wrong = [
    { ...span, begin: '2026-03-16' },
    { ...span, begin: '三月十四' },
    { ...span, begin: undefined },
    { ...span, element: 'toString' },
    { ...span, element: '99' },
    { ...span, element: '39', definition: 'x' },
    { ...span, minutes: 0 },
    { ...span, minutes: 1.5 },
    { ...span, minutes: 1441 },
  ];
  expect(wrong.map((input) => bodyOf(input))).toEqual(wrong.map(() => undefined));
  expect([bodyOf(span, 25), bodyOf(span, 24)]).toEqual([expect.any(String), undefined]);
  expect(sl651Order('constructor', {}, most)).toBeUndefined();
});

test('没有时区的时间是北京时间', () => {
  expect(commandMoment('2026-03-14 08:30')).toBe(Date.parse('2026-03-14T00:30:00Z'));
  expect(commandMoment('2026-03-14')).toBe(Date.parse('2026-03-13T16:00:00Z'));
  expect(commandMoment('2026-03-14T08:30:00+09:00')).toBe(Date.parse('2026-03-13T23:30:00Z'));
  expect([
    commandMoment('2026-02-30 00:00'),
    commandMoment('x'),
    commandMoment(Number.NaN),
    commandMoment({}),
  ]).toEqual([undefined, undefined, undefined, undefined]);
});

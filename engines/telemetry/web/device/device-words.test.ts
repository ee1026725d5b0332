/** What people read of values and moments. */
import { expect, test } from 'vitest';
import { axisText, protocolText, unitText, valueText } from './device-words.ts';

test('a value is shown with the digits of its model, a switch as a word', () => {
  const number = { type: 'number', precision: 2 };
  expect(valueText(number, { value: 1.005, words: null })).toBe('1.00');
  expect(valueText(number, undefined)).toBe('—');
  expect(valueText({ type: 'boolean', precision: 2 }, { value: 1, words: null })).toBe('是');
  expect(valueText({ type: 'text', precision: 2 }, { value: null, words: '维护' })).toBe('维护');
  expect(unitText('Cel')).toBe('℃');
  expect(unitText('kPa')).toBe('kPa');
});

test('a protocol is said by its name, not by its code', () => {
  expect(['jt808', 'reading', 'x'].map(protocolText)).toEqual(['JT/T 808', '读数', 'x']);
});

test('the axis shows the time of the city, as finely as the grain', () => {
  expect(axisText('2026-11-22T16:00:05Z', 'raw')).toBe('11-23 00:00:05');
  expect(axisText('2026-11-22T16:00:00Z', 'hour')).toBe('11-23 00:00');
  expect(axisText('2026-11-22T16:00:00Z', 'day')).toBe('2026-11-23');
});

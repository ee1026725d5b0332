/** The curve under an alarm reaches back to where it began. */
import { expect, test } from 'vitest';
import { hasCurve, hoursSince } from './alarm-words.ts';

test('the curve is as long as the alarm is old', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  expect(hoursSince('2026-11-23T11:30:00Z', now)).toBe(2);
  expect(hoursSince('2026-11-23T02:00:00Z', now)).toBe(24);
  expect(hoursSince('2026-11-20T02:00:00Z', now)).toBe(168);
  expect(hoursSince('2025-12-01T02:00:00Z', now)).toBe(8760);
});

test('a place and an event have no curve; silence has that of the property', () => {
  expect(hasCurve({ value: null, limit: null })).toBe(false);
  expect(hasCurve({ value: null, limit: 600 })).toBe(true);
  expect(hasCurve({ value: 3, limit: null })).toBe(true);
});

/** What an official reads in a row of the work list. */
import { expect, test } from 'vitest';
import { lightOf, stateTitle, stateTone } from './case-words.ts';

const now = new Date('2026-11-23T08:00:00Z');

test('在办的说环节,办结的说结果', () => {
  expect(stateTitle({ id: '1', stage: 'handle', outcome: null })).toBe('处置');
  expect(stateTitle({ id: '1', stage: null, outcome: 'forced' })).toBe('强制结案');
  expect(stateTitle({ id: '1', stage: null, outcome: null })).toBe('已结束');
  expect(stateTone({ id: '1', stage: null, outcome: 'closed' })).toBe('green');
});

test('超期红,一天内到期黄,其余绿;办结或无时限不亮', () => {
  const light = (dueAt: string | null, status = 'open') => lightOf({ id: '1', dueAt, status }, now, 24);
  expect(light('2026-11-23T07:59:00Z')).toBe('red');
  expect(light('2026-11-24T07:00:00Z')).toBe('yellow');
  expect(light('2026-11-25T08:00:00Z')).toBe('green');
  expect(light('2026-11-20T08:00:00Z', 'closed')).toBe('none');
  expect(light(null)).toBe('none');
});

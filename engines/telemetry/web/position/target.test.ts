/** What the page keeps of moving devices between two replies. */
import { expect, test } from 'vitest';
import type { PositionsReply } from '../../routes/position-routes.ts';
import { countStates, listTargets, mergeReply, nearestTarget } from './target.ts';

const reply = (more: Partial<PositionsReply>): PositionsReply => ({
  positions: [],
  gone: [],
  alarmed: [],
  more: false,
  cursor: '2026-11-23T02:00:00.000Z',
  everySeconds: 2,
  ...more,
});
const first = mergeReply(
  undefined,
  reply({
    positions: [
      ['a', '甲车', 115.8, 32.9, 10, true],
      ['b', '乙车', 115.81, 32.9, 10, false],
      ['c', '丙车', 115.82, 32.9, 10, false],
    ],
    alarmed: ['c'],
  }),
);

test('一台设备只算一种状态，告警先于在线离线', () => {
  expect(countStates(first)).toEqual({ alarm: 1, online: 1, offline: 1 });
  expect(listTargets(first.values(), 9).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  expect(listTargets(first.values(), 2).map(({ id }) => id)).toEqual(['c', 'a']);
});

test('只来变化时，没提到的留着，退役的去掉，告警消了就回到原来的状态', () => {
  const next = mergeReply(first, reply({ positions: [['a', '甲车', 115.9, 32.9, 12, true]], gone: ['b'] }));
  expect([...next.keys()]).toEqual(['a', 'c']);
  expect(next.get('a')?.lon).toBe(115.9);
  expect(countStates(next)).toEqual({ alarm: 0, online: 1, offline: 1 });
  expect(first.get('c')?.state).toBe('alarm');
});

test('点中最近的一个，点在空处没有', () => {
  expect(nearestTarget(first.values(), { lon: 115.8004, lat: 32.9002 }, 0.001)?.id).toBe('a');
  expect(nearestTarget(first.values(), { lon: 115.805, lat: 32.9 }, 0.001)).toBeUndefined();
});

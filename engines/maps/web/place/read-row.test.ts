/** What the map's search shows of a found record. */
import { expect, test } from 'vitest';
import { pointIn, titleIn } from './read-row.ts';

test('从任意台账的记录里取出坐标和名称', () => {
  const row = {
    id: '1',
    number: 'CG1',
    title: '井盖破损',
    position: { lon: 115.8, lat: 32.9 },
    photos: [],
    note: null,
  };
  expect(pointIn(row)).toEqual({ lon: 115.8, lat: 32.9 });
  expect(titleIn(row)).toBe('井盖破损');
});

test('没有坐标的记录不能定位，没有名称的用编号', () => {
  expect(pointIn({ id: '1', position: null })).toBeUndefined();
  expect(titleIn({ id: '7', title: '' })).toBe('7');
});

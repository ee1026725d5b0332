/** What people type as corners. */
import { expect, test } from 'vitest';
import { addCorner, readCorners, removeLast, toPolygon } from './coordinates.ts';

test('逗号、空格、点号都认，空行分圈，认不得的行说得出行号', () => {
  const typed = readCorners(
    '115.8,32.9\nJ2,115.9,32.9\n115.9 33.0\n\n115.82，32.92\nx\n115.83 32.92\n115.83 32.93',
  );
  expect(typed.rings.map((ring) => ring.length)).toEqual([3, 3]);
  expect(typed.badLines).toEqual([6]);
  expect(toPolygon(typed)?.coordinates[0]?.at(-1)).toEqual([115.8, 32.9]);
  expect(toPolygon(readCorners('115,32\n116,33'))).toBeUndefined();
});

test('地图上每点一下加一行，撤销去掉一行', () => {
  const text = addCorner(addCorner('', 115.8, 32.9), 115.9, 33);
  expect(text).toBe('115.8000000,32.9000000\n115.9000000,33.0000000\n');
  expect(removeLast(text)).toBe('115.8000000,32.9000000\n');
  expect(removeLast('115.8,32.9\n')).toBe('');
});

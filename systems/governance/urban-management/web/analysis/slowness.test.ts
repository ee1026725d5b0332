import { expect, test } from 'vitest';
import { slowness } from './slowness.ts';

test('超时越多颜色越深', () => {
  expect([null, 0, 0.05, 0.15, 0.3, 0.9].map(slowness)).toEqual([0, 0, 1, 2, 3, 4]);
});

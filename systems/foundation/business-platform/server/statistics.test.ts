/** Quantiles out of classes: between the bounds of the class that holds the wanted call. */
import { expect, test } from 'vitest';
import { latencyBounds } from '../../../../engines/gateway/service.ts';
import { quantile } from './statistics.ts';

function spentOf(milliseconds: readonly number[]): readonly number[] {
  const spent = Array.from({ length: latencyBounds.length + 1 }, () => 0);
  for (const each of milliseconds) {
    const found = latencyBounds.findIndex((bound) => each <= bound);
    const place = found === -1 ? latencyBounds.length : found;
    spent[place] = (spent[place] ?? 0) + 1;
  }
  return spent;
}

test('分位数落在那次调用所在的档里；没有调用就没有分位数', () => {
  expect(quantile(spentOf([]), 0.5)).toBeNull();
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
  const median = quantile(spentOf(hundred), 0.5);
  expect(median).toBeGreaterThan(49);
  expect(median).toBeLessThanOrEqual(51);
  expect(quantile(spentOf(hundred), 0.95)).toBeGreaterThan(90);
  expect(quantile(spentOf([3.5]), 0.5)).toBe(4);
  expect(quantile(spentOf([99_999]), 0.95)).toBe(latencyBounds.at(-1));
});

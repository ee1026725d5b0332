/** The sound time of a bridge point: as named, or its first days, and never what came later. */
import { expect, test } from 'vitest';
import { firstSpan, fitReference, spanOfDays } from './reference.ts';

const hour = 3_600_000;
const pairs = Array.from({ length: 100 * 24 }, (_, index) => {
  const temperature = 15 + 10 * Math.sin(index / 50);
  const lost = 1 - 0.001 * Math.max(0, index / 24 - 30);
  return { at: index * hour, temperature, value: (2 - 0.004 * temperature) * lost };
});

test('参考期按上海日期，含首尾两日', () => {
  const span = spanOfDays('2026-03-01', '2026-03-01');
  expect([new Date(span.from).toISOString(), span.to - span.from]).toEqual([
    '2026-02-28T16:00:00.000Z',
    24 * hour,
  ]);
});

test('最初 30 天定为参考，后来的退化不改变它；样本不足则顺延', () => {
  const span = firstSpan(pairs, 30, 72);
  if (span === undefined) throw new Error('no span');
  expect(span.to - span.from).toBe(30 * 24 * hour);
  const early = fitReference(pairs.slice(0, 31 * 24), span, 72);
  expect(fitReference(pairs, span, 72)).toEqual(early);
  expect(early?.slope).toBeCloseTo(-0.004, 6);
  const sparse = pairs.filter((_, index) => index % 48 === 0);
  expect(firstSpan(sparse, 30, 20)?.to).toBe(19 * 48 * hour + hour);
  expect(firstSpan(sparse, 30, 72)?.to).toBe(Number.POSITIVE_INFINITY);
  expect(firstSpan([], 30, 72)).toBeUndefined();
});

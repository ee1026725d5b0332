/** Writes that share a commit: each caller hears of his own item, and a batch that fails fails its own callers only. */
import { expect, test } from 'vitest';
import { gather } from './gather.ts';

test('同时来的一起写，各得各的结果；一批失败，下一批照常', async () => {
  const batches: (readonly number[])[] = [];
  const double = gather(async (items: readonly number[]) => {
    batches.push(items);
    if (items.includes(13)) throw new Error('broken');
    return items.map((item) => item * 2);
  });
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
  expect(batches).toEqual([[1, 2, 3]]);
  await expect(Promise.all([13, 4].map(double))).rejects.toThrow('broken');
  expect(await double(5)).toBe(10);
});

test('写的时候来的等下一批；一批最多一千', async () => {
  const sizes: number[] = [];
  const same = gather(async (items: readonly number[]) => {
    sizes.push(items.length);
    return items;
  });
  const all = Array.from({ length: 2500 }, (_, index) => index);
  expect(await Promise.all(all.map(same))).toEqual(all);
  expect(sizes).toEqual([1000, 1000, 500]);
});

test('没有逐个回答的写法当场失败', async () => {
  const short = gather(async () => []);
  await expect(short(1)).rejects.toThrow('not every item');
});

/** Policies held in memory: a change of which nobody told, or whose reading failed, comes all the same. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../../../../test/support/store.ts';
import type { FieldPolicy } from '../../covers.ts';
import { coversOf, keepCovers } from './covers.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore({ tables: [] });
}, 120_000);
afterAll(() => store.close());

const policy: FieldPolicy = {
  policy: '甲',
  edition: 1,
  object: 'a.b',
  field: 'name',
  way: 'page',
  viewers: ['official'],
  begins: '2020-01-01',
  ends: null,
  from: 'sensitive',
  show: () => '***',
  watermark: false,
  holds: ({ grade }) => grade === 'grave',
};

test('没有人通知的变化自己读到；读不成的报告一次、再读；读不成也通知别的进程', async () => {
  const covers = coversOf(store);
  const problems: string[] = [];
  let rows: readonly FieldPolicy[] = [];
  let broken = false;
  let heard = 0;
  await covers.bind(() => (broken ? Promise.reject(new Error('no reading')) : Promise.resolve(rows)));
  const stop = keepCovers(store, (problem, where) => problems.push(`${where} ${String(problem)}`), {
    every: 10,
    retryEvery: 10,
  });
  const from = () => covers.find('a.b', 'page')?.get('name')?.from;
  try {
    rows = [policy];
    await expect.poll(from, { timeout: 30_000 }).toBe('sensitive');
    expect(covers.lost('a.b', 'name', { class: 'x', grade: 'grave' })).toEqual([]);
    expect(covers.lost('a.b', 'name', { class: 'x', grade: 'light' })).toEqual(['甲']);
    // Read many times and always the same: nothing that was worked out by it is thrown away.
    const edition = covers.edition();
    rows = [{ ...policy }];
    broken = true;
    await expect.poll(() => problems, { timeout: 30_000 }).toEqual(['access.covers Error: no reading']);
    expect(covers.edition()).toBe(edition);
    store.onAnnounce('access.covers', () => {
      heard += 1;
    });
    await expect(covers.changed()).rejects.toThrow('no reading');
    await expect.poll(() => heard, { timeout: 30_000 }).toBe(1);
    expect(problems.length).toBe(1);
    rows = [{ ...policy, from: 'personal' }];
    broken = false;
    await expect.poll(from, { timeout: 30_000 }).toBe('personal');
  } finally {
    await stop();
  }
});

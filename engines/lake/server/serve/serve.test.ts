/** What is served by key: no two rows share one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestLake, type TestLake } from '../test-support/open-test-lake.ts';
import { readServed } from './copy-served.ts';

let city: TestLake;
beforeAll(async () => {
  city = await openTestLake();
});
afterAll(() => city.close());

test('主键由几个字段组成时，值里有“|”和“\\\\”也各是各的', async () => {
  const key = (name: string) => ({ name, source: name, title: name, type: 'text', key: true });
  const plan = await city.planOf('a,b\nx|y,z\nx,y|z\nx\\,|y\nx,\\|y\n', [key('a'), key('b')]);
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ loaded: 4, rejected: 0 });
  expect(await city.lake.serve(plan.dataset)).toBe(4);
  const read = (wanted: string) =>
    readServed(city.store, { dataset: plan.dataset, key: wanted, size: 5, where: {} });
  for (const [wanted, row] of [
    ['x\\|y|z', { a: 'x|y', b: 'z' }],
    ['x|y\\|z', { a: 'x', b: 'y|z' }],
    ['x\\\\|\\|y', { a: 'x\\', b: '|y' }],
    ['x|\\\\\\|y', { a: 'x', b: '\\|y' }],
  ] as const)
    expect((await read(wanted)).map((each) => each.row)).toEqual([row]);
});

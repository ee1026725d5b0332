/** What is served by key: no two rows share one, and a key of an application ends in the moment in which it is replaced. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import { createTrust } from '../../../trust/index.ts';
import { openSources } from '../source/open-sources.ts';
import { openTestLake, type TestLake } from '../test-support/open-test-lake.ts';
import { AppKeys } from './app-keys.ts';
import { readServed } from './copy-served.ts';

let city: TestLake;
beforeAll(async () => {
  city = await openTestLake();
}, 60_000);
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

test('密钥更换时正在读的旧密钥不会留下来', async () => {
  const trust = createTrust({ store: city.store, masterKey: undefined, report: () => undefined });
  try {
    const sources = openSources(city.store, trust);
    const app = newId();
    let letGo = () => {};
    const replaced = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let hasRead = () => {};
    const read = new Promise<void>((resolve) => {
      hasRead = resolve;
    });
    const keys = new AppKeys(city.store, {
      ...sources,
      async secretOf(id) {
        const secret = await sources.secretOf(id);
        hasRead();
        await replaced;
        return secret;
      },
    });
    await keys.issue(app);
    const reading = keys.find(app);
    await read;
    const other = await new AppKeys(city.store, sources).issue(app);
    letGo();
    await reading;
    expect(await keys.find(app)).toBe(other);
  } finally {
    await trust.close();
  }
});

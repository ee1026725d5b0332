/** What an operator's agent finds when he writes a subscriber down: firms of the base library by part of the name or code, and nothing but name and code. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestCity, type TestCity } from '../../../test/support/city.ts';
import libraries from '../base-libraries/system.ts';
import catalogue from '../data-catalogue/system.ts';
import collection from '../data-collection/system.ts';
import quality from '../data-quality/system.ts';
import sharing from '../data-sharing/system.ts';
import system from './system.ts';

let city: TestCity;
beforeAll(async () => {
  const systems = [collection, catalogue, quality, sharing, libraries, system];
  city = await openTestCity({ systems, demo: true });
  await city.store.drain();
}, 300_000);
afterAll(() => city.close());

test('法人按名称的一部分和代码查到，只给出名称和代码；注销的不出现', async () => {
  const bank = await city.as('operate-1');
  const find = async (text: string) => {
    const reply = await bank.post('/api/data-operation/parties', { text });
    expect(reply.statusCode, reply.body).toBe(200);
    return reply.json<{ parties: Record<string, string>[] }>().parties;
  };
  const firms = (await find('公司')).filter(({ kind }) => kind === 'firm');
  const [one] = firms;
  expect(firms.length).toBeGreaterThan(1);
  expect(Object.keys(one ?? {}).toSorted()).toEqual(['creditCode', 'kind', 'name']);
  expect(one?.['name']).toContain('公司');
  expect(await find(one?.['creditCode'] ?? '')).toEqual([one]);
  expect(await find("公司' or 1=1")).toEqual([]);
  // 临泉县吕寨镇: the list of areas knows how it is read.
  const organs = (await find('lvzhaizhen')).filter(({ kind }) => kind === 'organ');
  expect(organs.map(({ name }) => name).some((name) => name?.includes('吕寨镇'))).toBe(true);
  expect((await find('sthj')).some(({ name }) => name?.includes('生态环境局'))).toBe(true);
  expect((await find('zhen')).filter(({ kind }) => kind === 'organ').length).toBeLessThanOrEqual(10);
});

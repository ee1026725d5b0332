import { expect, test } from 'vitest';
import { checkedAddress, ForbiddenAddress, guardedLookup, isForbiddenAddress } from './forbidden-address.ts';

const forbidden = ['169.254.169.254', '[::ffff:169.254.169.254]', '2852039166', '0.0.0.0', '[fe80::1]', '::'];

test('云平台的凭据地址、空地址和组播地址，无论怎样写都不去连接', async () => {
  for (const host of forbidden) {
    expect(await isForbiddenAddress(host), host).toBe(true);
    await expect(checkedAddress(host), host).rejects.toBeInstanceOf(ForbiddenAddress);
  }
  expect(await isForbiddenAddress('127.0.0.1')).toBe(false);
});

test('连接时得到的就是查过的地址；查不到的名称不算禁止', async () => {
  const look = (host: string) =>
    new Promise((resolve) => {
      guardedLookup(host, { all: true }, (problem, found) => resolve(problem ?? found));
    });
  expect(await look('127.0.0.1')).toEqual([{ address: '127.0.0.1', family: 4 }]);
  expect(await look('169.254.169.254')).toBeInstanceOf(ForbiddenAddress);
  expect(await isForbiddenAddress('nowhere.invalid')).toBe(false);
});

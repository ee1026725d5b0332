import { expect, test } from 'vitest';
import { isAccepted, productionPackages } from './third-party.ts';

test('许可证按“或”择一、按“与”全查', () => {
  expect(isAccepted('MIT')).toBe(true);
  expect(isAccepted('(MIT OR GPL-3.0-only)')).toBe(true);
  expect(isAccepted('MIT AND GPL-3.0-only')).toBe(false);
  expect(isAccepted('AGPL-3.0-only')).toBe(false);
  expect(isAccepted('UNKNOWN')).toBe(false);
});

test('只列运行所需的依赖，没有写明许可证的记为未知', () => {
  const found = productionPackages({
    '': {},
    'node_modules/b': { version: '1.0.0', license: 'MIT' },
    'node_modules/a/node_modules/b': { version: '1.0.0', license: 'MIT' },
    'node_modules/tool': { version: '2.0.0', license: 'MIT', dev: true },
    'node_modules/@x/bare': { version: '3.0.0' },
  });
  expect(found).toEqual([
    { name: '@x/bare', version: '3.0.0', licence: 'UNKNOWN' },
    { name: 'b', version: '1.0.0', licence: 'MIT' },
  ]);
});

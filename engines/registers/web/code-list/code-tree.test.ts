import { describe, expect, test } from 'vitest';
import { buildTree, type Entry, isInForce } from './code-tree.ts';

function entry(code: string, parent: string | null): Entry {
  return {
    list: 'x',
    code,
    name: `名${code}`,
    parent,
    order: 0,
    validFrom: null,
    validTo: null,
    source: null,
    attributes: {},
  };
}

describe('数据字典', () => {
  const entries = [
    entry('01', null),
    entry('0101', '01'),
    entry('0102', '01'),
    entry('02', null),
    entry('9901', '99'),
  ];

  test('大类下挂小类，找不到大类的小类自成一项', () => {
    expect(
      buildTree(entries, '').map((node) => [node.code, node.children?.map((child) => child.code)]),
    ).toEqual([
      ['01', ['0101', '0102']],
      ['02', undefined],
      ['9901', undefined],
    ]);
  });

  test('查找小类时保留它的大类，别的不显示', () => {
    expect(buildTree(entries, '0102')).toMatchObject([{ code: '01', children: [{ code: '0102' }] }]);
    expect(buildTree(entries, '没有')).toEqual([]);
  });

  test('有效期首尾两天都算有效', () => {
    const limited = { validFrom: '2026-01-01', validTo: '2026-12-31' };
    expect(
      ['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'].map((day) => isInForce(limited, day)),
    ).toEqual([false, true, true, false]);
  });
});

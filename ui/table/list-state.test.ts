import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ListState, readListState, totalText, writeListState } from './list-state.ts';

describe('列表地址', () => {
  test('返回列表时页码、筛选和排序都在', () => {
    const state: ListState = {
      page: 3,
      size: 50,
      sort: '-openedAt',
      search: '井盖',
      where: { area: '341202000000', openedAt: '2026-01-01..2026-02-01', kind: 'a,b' },
    };
    const address = writeListState(new URLSearchParams('tab=mine'), state);
    expect(address.get('tab')).toBe('mine');
    expect(readListState(new URLSearchParams(address.toString()))).toEqual(state);
  });

  test('手写的坏地址回到默认值', () => {
    expect(readListState(new URLSearchParams('page=-1&size=9999&page=x&f.=1&q=%20'))).toEqual({
      page: 1,
      size: 20,
      sort: undefined,
      search: undefined,
      where: {},
    });
  });

  test('默认筛选被清空后不会自己回来', () => {
    const defaults = { where: { status: 'open' }, sort: '-dueAt', size: 20 };
    expect(readListState(new URLSearchParams(''), defaults).where).toEqual({ status: 'open' });
    const cleared = writeListState(
      new URLSearchParams(''),
      { page: 1, size: 20, sort: '-dueAt', search: undefined, where: {} },
      defaults,
    );
    expect(readListState(cleared, defaults).where).toEqual({});
    expect(
      writeListState(cleared, readListState(new URLSearchParams(''), defaults), defaults).toString(),
    ).toBe('');
  });

  test('任何状态写进地址再读出来都一样', () => {
    const word = fc
      .string({ minLength: 1, maxLength: 8 })
      .filter((value) => value.trim() === value && value !== '');
    fc.assert(
      fc.property(
        fc.record({
          page: fc.integer({ min: 1, max: 1_000_000 }),
          size: fc.integer({ min: 1, max: 200 }),
          sort: fc.option(word, { nil: undefined }),
          search: fc.option(word, { nil: undefined }),
          where: fc.dictionary(
            word.filter((key) => key !== '__proto__'),
            word,
            { maxKeys: 4 },
          ),
        }),
        (state) => {
          const address = writeListState(new URLSearchParams(''), state);
          expect(readListState(new URLSearchParams(address.toString()))).toEqual({
            ...state,
            where: { ...state.where },
          });
        },
      ),
    );
  });

  test('超过一万条时不再精确计数', () => {
    expect(totalText(1234, false)).toBe('共 1,234 条');
    expect(totalText(10_001, true)).toBe('共 10,000+ 条');
  });
});

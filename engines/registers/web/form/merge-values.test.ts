import { describe, expect, test } from 'vitest';
import { changedValues, clashingFields } from './merge-values.ts';

describe('表单改了什么', () => {
  const row = { name: '甲', note: null, tags: [], at: { lon: 1, lat: 2 }, count: 0 };

  test('没有改动就什么都不提交，空值的不同写法不算改动', () => {
    const form = { name: '甲', note: '', tags: null, at: { lat: 2, lon: 1 }, count: 0 };
    expect(changedValues(row, form, Object.keys(row))).toEqual({});
  });

  test('清空一项就提交空值，零不是空', () => {
    expect(
      changedValues({ ...row, count: 5 }, { ...row, name: undefined, count: 0 }, ['name', 'count']),
    ).toEqual({ name: null, count: 0 });
  });

  test('别人同时改了同一项且改得不一样，才算冲突', () => {
    const latest = { ...row, name: '乙', note: '新', count: 3 };
    expect(clashingFields(row, latest, { name: '丙', note: '新' })).toEqual(['name']);
    expect(clashingFields(row, latest, { tags: ['x'] })).toEqual([]);
  });
});

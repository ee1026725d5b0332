import { describe, expect, test } from 'vitest';
import { findEntries, formatEntries } from './find.ts';
import { loadEntries } from './find-entries.ts';

const entries = await loadEntries();

function found(...words: string[]): readonly string[] {
  return findEntries(entries, words).map(({ id }) => id);
}

describe('npm run find', () => {
  test.each([
    ['网格', 'grid-mgmt'],
    ['城管', 'smart-urban'],
    ['smart-urban', 'smart-urban'],
    ['chengguan', 'smart-urban'],
    ['全程网办率', 'ind-13-online-rate'],
    ['颍州区城市管理局', 'yingzhou-urban-management'],
    ['发改委', 'city-development-reform'],
    ['颍泉区住建局', 'yingquan-housing-construction'],
    ['yzq', '341202000000'],
    ['yingzhou', '341202000000'],
    ['hangliu', '341204103000'],
    ['341202001001', '341202001001'],
  ])('输入“%s”能找到 %s', (word, id) => {
    expect(found(word)).toContain(id);
  });

  test('完全相同的排在最前', () => {
    expect(found('smart-urban')[0]).toBe('smart-urban');
    expect(found('341202000000')[0]).toBe('341202000000');
  });

  test('几个词要同时符合，什么都不像的找不到', () => {
    expect(found('颍州区', '水利')).toEqual(['yingzhou-water-resources']);
    expect(found('天上宫阙')).toEqual([]);
    expect(found('')).toEqual([]);
  });

  test('每行写明种类、编号、名称、位置和状态，太多时只列一部分', () => {
    const lines = formatEntries(findEntries(entries, ['grid-mgmt']), false);
    expect(lines[0]).toMatch(
      /^规划 {2}grid-mgmt {2}网格化管理 人地物事组织 {2}plan\/items\.json:\d+ {2}规划中$/,
    );
    const many = formatEntries(findEntries(entries, ['颍上']), false);
    expect(many.at(-1)).toContain('--all');
    expect(formatEntries(findEntries(entries, ['颍上']), true).length).toBeGreaterThan(many.length);
  });
});

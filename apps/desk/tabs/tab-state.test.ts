import { describe, expect, test } from 'vitest';
import {
  closeOthers,
  closeTab,
  homePath,
  mostTabs,
  openTab,
  readTabs,
  refreshTab,
  renameTab,
} from './tab-state.ts';

const start = readTabs(null);
const three = openTab(openTab(start, '/a', '?page=2', '甲'), '/b', '', '乙');

describe('多标签页', () => {
  test('同一地址只开一个标签，筛选条件跟着标签走', () => {
    const again = openTab(three, '/a', '?page=3', '别的名字');
    expect(again.map((tab) => tab.path)).toEqual([homePath, '/a', '/b']);
    expect(again[1]).toMatchObject({ search: '?page=3', title: '甲' });
    expect(openTab(again, '/a', '?page=3', '')).toBe(again);
  });

  test('关闭当前标签后显示右边的，没有右边就显示左边的；首页关不掉', () => {
    expect(closeTab(three, '/a', '/a').go?.path).toBe('/b');
    expect(closeTab(three, '/b', '/b').go?.path).toBe('/a');
    expect(closeTab(three, '/b', '/a').go).toBeUndefined();
    expect(closeTab(three, homePath, homePath).tabs).toBe(three);
    expect(closeOthers(three, '/b').map((tab) => tab.path)).toEqual([homePath, '/b']);
  });

  test('标签太多时最早的让位，首页留着', () => {
    let tabs = start;
    for (let index = 0; index < mostTabs + 3; index += 1) tabs = openTab(tabs, `/${index}`, '', '');
    expect(tabs).toHaveLength(mostTabs);
    expect(tabs[0]?.path).toBe(homePath);
    expect(tabs.at(-1)?.path).toBe(`/${mostTabs + 2}`);
  });

  test('刷新网页后标签还在，坏的记录不碍事', () => {
    expect(readTabs(JSON.stringify(three)).map((tab) => tab.path)).toEqual([homePath, '/a', '/b']);
    for (const bad of ['{', '3', '[null,{"path":"javascript:1"}]']) expect(readTabs(bad)).toEqual(start);
    expect(refreshTab(three, '/a')[1]?.round).toBe(1);
    expect(renameTab(three, '/b', '案件 42')[2]?.title).toBe('案件 42');
  });
});

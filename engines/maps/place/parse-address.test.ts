/** Addresses as people write them, against the city's own list of divisions. */
import { describe, expect, test } from 'vitest';
import { divisions } from '../../../city/divisions.ts';
import { likeness, makeGazetteer } from './parse-address.ts';

const gazetteer = makeGazetteer(divisions);
const first = (text: string) => {
  const [found] = gazetteer.parse(text, 20);
  return found && gazetteer.fullName(found.place.code);
};

describe('地名', () => {
  test.each([
    ['颍州区文峰街道', '颍州区文峰街道'],
    ['安徽省阜阳市阜南县王家坝镇', '阜南县王家坝镇'],
    ['阜阳市颍州区鼓楼街道龙潭社区', '颍州区鼓楼街道龙潭社区居委会'],
    ['颍州区鼓楼办事处龙潭社区居民委员会', '颍州区鼓楼街道龙潭社区居委会'],
    ['阜南王家坝', '阜南县王家坝镇'],
    ['王家坝', '阜南县王家坝镇'],
    ['家住 阜南县，王家坝镇。', '阜南县王家坝镇'],
    ['yingzhouqu wenfengjiedao', '颍州区文峰街道'],
    ['wangjiaba', '阜南县王家坝镇'],
    ['阜阳经济技术开发区', '阜阳经济技术开发区'],
    ['yzq', '颍州区'],
  ])('%s', (text, wanted) => {
    expect(first(text)).toBe(wanted);
  });

  test('每个区划的全名都认回自己，认得满分', () => {
    for (const { code, level } of divisions) {
      if (level === 'city') continue;
      const [found] = gazetteer.parse(gazetteer.fullName(code), 5);
      expect([gazetteer.fullName(code), found?.place.code, found?.share]).toEqual([
        gazetteer.fullName(code),
        code,
        1,
      ]);
    }
  });

  test('同名的村都列出来；写明县区就只剩一个县区的', () => {
    const all = gazetteer.parse('李寨村', 50).filter(({ place }) => place.name === '李寨村委会');
    expect(all.length).toBe(divisions.filter(({ name }) => name === '李寨村委会').length);
    expect(new Set(all.map(({ share }) => share)).size).toBe(1);
    const county = all[0]?.place.code.slice(0, 6) ?? '';
    const name = divisions.find(({ code }) => code === `${county}000000`)?.name ?? '';
    const some = gazetteer.parse(`${name}李寨村`, 50).filter(({ place }) => place.level === 'village');
    expect(some.length).toBeGreaterThan(0);
    expect(some.every(({ place }) => place.code.startsWith(county))).toBe(true);
  });

  test('余下的文字留给地点名称；写不全的给出可能的', () => {
    const [found] = gazetteer.parse('颍州区文峰街道中心幼儿园', 1);
    expect(found).toMatchObject({ words: ['颍州区', '文峰街道'], rest: '中心幼儿园' });
    expect(found?.share).toBeCloseTo(7 / 12, 9);
    expect(gazetteer.parse('王家', 20).map(({ place }) => place.name)).toContain('王家坝镇');
  });

  test('拼音要读完整，不把王家坝读成王集', () => {
    expect(gazetteer.parse('wangjiaba', 20).every(({ place }) => place.name.startsWith('王家坝'))).toBe(true);
  });

  test('与本市无关的文字、空白和极长的文字不认', () => {
    for (const text of ['', '   ', 'xqzw', '火星基地', '🙂', '\0'])
      expect(gazetteer.parse(text, 5)).toEqual([]);
    expect(gazetteer.parse('王'.repeat(100_000), 5)).toEqual([]);
  });
});

test('名称相似度', () => {
  expect(likeness('文峰公园', '文峰公园')).toBe(1);
  expect(likeness('文峰公园', '文峰公园东门')).toBeCloseTo((2 * 3) / 8, 9);
  expect(likeness('文峰公园', '火车站')).toBe(0);
});

/** What is held is not asked twice; what is only like it must be explained. */
import { describe, expect, test } from 'vitest';
import { Column } from './column.ts';
import { compareAsks, likeness, onlyMissing, plainTitle } from './compare-asks.ts';

const column = (key: string, title: string, more: object = {}) =>
  Column.parse({ key, title, kind: 'integer', rollup: 'sum', ...more });

const known = {
  alike: 0.6,
  elements: [
    {
      code: 'component-count',
      title: '城市部件数',
      aliases: ['公共设施数量'],
      source: { register: 'urban-management.component', title: '城市部件', owner: 'city-urban-management' },
    },
    { code: 'population', title: '户籍人口数', aliases: ['户籍总人口'] },
  ],
  tables: [
    {
      id: 'base',
      title: '村（社区）基本情况表',
      owner: 'city-civil-affairs',
      level: 'village' as const,
      cycle: 'quarter' as const,
      columns: [column('人口', '户籍人口数'), column('外出务工', '外出务工人数', { rollup: 'none' })],
    },
  ],
};

function verdicts(level: 'village' | 'town', cycle: 'month' | 'year', columns: readonly Column[]) {
  return compareAsks({ level, cycle, columns }, known).map(({ verdict, source }) => [
    verdict,
    source?.kind,
    source?.id,
  ]);
}

describe('一项数据只要一次', () => {
  test('名称写法不同,认得出是同一项', () => {
    expect(plainTitle('本村现有户籍人口总数（人）')).toBe(plainTitle('户籍人口数'));
    expect(likeness('外出务工人数', '外出务工总人数')).toBeGreaterThan(0.6);
  });
  test('换一种说法要同一个数,按同义词认得出;含义不同的不混', () => {
    const asked = [column('a', '外出打工人数'), column('b', '外出经商人数')];
    expect(verdicts('village', 'year', asked)).toEqual([
      ['held', 'table', 'base'],
      ['new', undefined, undefined],
    ]);
    expect(plainTitle('六十五周岁及以上老人数量')).toBe(plainTitle('65岁以上老年人数'));
    expect(plainTitle('残疾人数')).not.toBe(plainTitle('老年人数'));
  });
  test('台账已有的由台账预填,早先报表已有的由报表预填', () => {
    const asked = [column('a', '公共设施总数'), column('b', '户籍总人口'), column('c', '在外经商人数')];
    expect(verdicts('village', 'year', asked)).toEqual([
      ['held', 'register', 'urban-management.component'],
      ['held', 'table', 'base'],
      ['new', undefined, undefined],
    ]);
  });
  test('乡镇要的数可由村级汇总;不能汇总的列不算已掌握', () => {
    expect(verdicts('town', 'year', [column('b', '户籍人口数'), column('d', '外出务工人数')])).toEqual([
      ['held', 'table', 'base'],
      ['similar', 'table', 'base'],
    ]);
  });
  test('每季度填的不能代替每月要的', () => {
    expect(verdicts('village', 'month', [column('b', '户籍人口数')])).toEqual([
      ['new', undefined, undefined],
    ]);
  });
  test('计算列不问;改为预填后只剩缺的', () => {
    const asked = [
      column('b', '户籍人口数'),
      column('c', '在外经商人数'),
      column('r', '占比', { formula: 'c / b' }),
    ];
    const findings = compareAsks({ level: 'village', cycle: 'year', columns: asked }, known);
    expect(findings.map(({ verdict }) => verdict)).toEqual(['held', 'new', 'computed']);
    expect(onlyMissing(asked, findings).map(({ mode }) => mode)).toEqual(['prefill', 'ask', 'ask']);
  });
});

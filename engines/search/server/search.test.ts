/** What people find, and what they never find, when they type words, pinyin, initials or part of a number. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { divisions } from '../../../city/divisions.ts';
import type { Decision, Scope } from '../../../kernel/access.ts';
import { newId } from '../../../kernel/ids.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { createSearch, type SearchEntry, type SearchService, searchTables } from '../index.ts';

const register = 'urban-management.case';
const other = 'urban-management.component';
let store: TestStore;
let search: SearchService;

function permit(...rows: Scope[]): Decision {
  return { permit: true, rows, clearance: 'internal' };
}
const everything = permit({ kind: 'all' });

function entry(title: string, more: Partial<SearchEntry> = {}): SearchEntry {
  return { register, id: newId(), title, texts: [], area: null, departments: [], subjects: [], ...more };
}

async function find(
  text: string,
  decision: Decision = everything,
  registers: readonly string[] = [register, other],
) {
  const within = registers.map((name) => ({ register: name, decision }));
  return (await search.search({ text, within, limit: 20 })).map((hit) => hit.title);
}

const manhole = entry('清河路与人民路交叉口井盖破损', {
  texts: ['CG20261123-00042', '颍州区文峰街道清河社区'],
  area: '341202001001',
  departments: ['drainage-office'],
  subjects: ['citizen-1'],
});
const rubbish = entry('袁寨镇大袁村垃圾堆积', { texts: ['CG20261123-00043'], area: '341203101001' });
const lamp = entry('颍河湾小区东门路灯不亮', {
  register: other,
  texts: ['341202-01001-000917'],
  area: '341202002',
});

beforeAll(async () => {
  store = await openTestStore({ tables: searchTables });
  search = createSearch({ store, words: divisions.map((division) => division.name) });
  await store.transaction((work) => search.index(work, [manhole, rubbish, lamp]));
});
afterAll(() => store.close());

describe('按中文、拼音、首字母、编号都能找到', () => {
  test.each([
    ['井盖', manhole],
    ['井盖破损', manhole],
    ['清河路', manhole],
    ['清河', manhole],
    ['河路 井盖', manhole],
    ['jinggai', manhole],
    ['jingg', manhole],
    ['jgps', manhole],
    ['qhl', manhole],
    ['qinghelu', manhole],
    ['JINGGAI', manhole],
    ['CG20261123-00042', manhole],
    ['cg20261123-00042', manhole],
    ['20261123-00042', manhole],
    ['00042', manhole],
    ['0042', manhole],
    ['井盖', manhole],
    ['CG20261123-00042', manhole],
    ['颍州', manhole],
    ['yingzhouqu', manhole],
    ['大袁村', rubbish],
    ['袁寨镇', rubbish],
    ['袁寨', rubbish],
    ['yuanzhai', rubbish],
    ['河湾', lamp],
    ['湾小', lamp],
    ['000917', lamp],
    ['34120201001000917', lamp],
  ])('%s', async (text, expected) => {
    expect(await find(text)).toContain(expected.title);
  });

  test('编号的开头找到当天全部,最新的在前', async () => {
    expect(await find('CG20261123')).toEqual([rubbish.title, manhole.title]);
  });

  test.each(['下水道', 'zzz', '井盖 垃圾', '', '   ', "'", "a' & !b | (", ':*', '\u0000', '😀'])(
    '%j 找不到,也不出错',
    async (text) => {
      expect(await find(text)).toEqual([]);
    },
  );
});

describe('只找到有权看的', () => {
  test('区划之外、部门之外、他人的都不出现', async () => {
    expect(await find('井盖', permit({ kind: 'area', area: '341202000000' }))).toEqual([manhole.title]);
    expect(await find('井盖', permit({ kind: 'area', area: '341203000000' }))).toEqual([]);
    expect(await find('井盖', permit({ kind: 'department', department: 'drainage-office' }))).toEqual([
      manhole.title,
    ]);
    expect(await find('井盖', permit({ kind: 'department', department: 'other' }))).toEqual([]);
    expect(await find('井盖', permit({ kind: 'self', subject: 'citizen-1' }))).toEqual([manhole.title]);
    expect(await find('井盖', permit({ kind: 'self', subject: 'citizen-2' }))).toEqual([]);
  });

  test('没有许可的台账不查,别的台账不混入', async () => {
    expect(await find('井盖', { permit: false, reason: '无权' })).toEqual([]);
    expect(await find('路灯', everything, [register])).toEqual([]);
    expect(await find('路灯', everything, [other])).toEqual([lamp.title]);
    expect(await find('路灯', everything, [])).toEqual([]);
  });

  test('高频词走最新窗口时同样按权限过滤', async () => {
    const narrow = createSearch({ store, limits: { exactRows: 0, window: 100 } });
    const within = (decision: Decision) => [
      { register, decision },
      { register: other, decision },
    ];
    const all = await narrow.search({ text: 'CG20261123', within: within(everything), limit: 20 });
    expect(all.map((hit) => hit.title).sort()).toEqual([manhole.title, rubbish.title].sort());
    const one = await narrow.search({
      text: 'CG20261123',
      within: within(permit({ kind: 'area', area: '341203000000' })),
      limit: 20,
    });
    expect(one.map((hit) => hit.title)).toEqual([rubbish.title]);
  });
});

describe('索引随记录走', () => {
  test('改名后按新名找到,旧名找不到;撤掉后都找不到;同批写两次以后者为准', async () => {
    const first = entry('违章建筑');
    const renamed = { ...first, title: '占道经营' };
    await store.transaction((work) => search.index(work, [first]));
    expect(await find('违章建筑')).toEqual(['违章建筑']);
    await store.transaction((work) => search.index(work, [first, renamed]));
    expect(await find('违章建筑')).toEqual([]);
    expect(await find('占道经营')).toEqual(['占道经营']);
    await store.transaction((work) => search.remove(work, register, [first.id]));
    expect(await find('占道经营')).toEqual([]);
  });

  test('事务回滚则什么都没写', async () => {
    await expect(
      store.transaction(async (work) => {
        await search.index(work, [entry('半途而废')]);
        throw new Error('回滚');
      }),
    ).rejects.toThrow('回滚');
    expect(await find('半途而废')).toEqual([]);
  });

  test('空标题、带引号的部门、特长文本都能写', async () => {
    const odd = entry('', {
      departments: ['甲"乙\\丙'],
      texts: ['长'.repeat(100_000), `尾${'x'.repeat(5000)}`],
    });
    await store.transaction((work) => search.index(work, [odd]));
    const hits = await search.search({
      text: '长长',
      within: [{ register, decision: permit({ kind: 'department', department: '甲"乙\\丙' }) }],
      limit: 5,
    });
    expect(hits.map((hit) => hit.id)).toEqual([odd.id]);
  });

  test('标题相同者在前,标题含词者次之,只在正文含词者最后', async () => {
    await store.transaction((work) =>
      search.index(work, [entry('噪声'), entry('夜间噪声扰民'), entry('其他', { texts: ['噪声'] })]),
    );
    expect(await find('噪声')).toEqual(['噪声', '夜间噪声扰民', '其他']);
  });
});

test('短标题平均切词用时', () => {
  const titles = divisions
    .slice(0, 2000)
    .map((division, index) => `${division.name}清河路${index}号门前井盖破损影响通行`);
  for (const title of titles) search.tokens(title, 'index');
  const start = performance.now();
  for (const title of titles) search.tokens(title, 'index');
  const each = ((performance.now() - start) * 1000) / titles.length;
  console.log(`切词 ${each.toFixed(1)} µs/条`);
  // Loose, for a busy machine; the promised figure is 60 µs and is measured by the bench.
  expect(each).toBeLessThan(400);
});

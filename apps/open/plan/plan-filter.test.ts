import { expect, test } from 'vitest';
import { planItems } from '../../../plan.ts';
import { preparePinyin } from '../../../ui/form/match-pinyin.ts';
import { groupPlan } from './plan-filter.ts';

test('规划页不筛选时 155 项全在，每项只在一个任务下', () => {
  const groups = groupPlan(planItems, { text: '', status: 'all', board: 'all' });
  expect(groups.flatMap((group) => group.items)).toHaveLength(155);
  expect(groups.reduce((sum, group) => sum + group.total, 0)).toBe(155);
});

test('按文字、拼音首字母、状态和板块筛选', async () => {
  await preparePinyin();
  const names = (text: string) =>
    groupPlan(planItems, { text, status: 'all', board: 'all' }).flatMap((group) =>
      group.items.map((item) => item.name),
    );
  expect(names('城管').length).toBeGreaterThan(0);
  expect(names('cg')).toEqual(expect.arrayContaining(names('城管').filter((name) => name.includes('城管'))));
  expect(names('没有这样的系统')).toEqual([]);
  const built = groupPlan(planItems, { text: '', status: 'built', board: 'all' }).flatMap(
    (group) => group.items,
  );
  expect(built.every((item) => item.system !== 'planned')).toBe(true);
  const party = groupPlan(planItems, { text: '', status: 'all', board: 'party' }).flatMap(
    (group) => group.items,
  );
  expect(party.every((item) => item.boards.includes('party'))).toBe(true);
});

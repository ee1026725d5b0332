/** What the picker of classes lists. */
import { expect, test } from 'vitest';
import { groupMatters } from './group-matters.ts';

test('小类列在大类之下,大类按代码排', () => {
  const matter = (code: string, groupName: string) => ({
    code,
    name: `类${code}`,
    group: code.slice(0, 2),
    groupName,
    component: null,
  });
  const groups = groupMatters([
    matter('06010', '市容环境类'),
    matter('01002', ''),
    matter('06011', '市容环境类'),
  ]);
  expect(groups.map((group) => [group.label, group.options.map((one) => one.value)])).toEqual([
    ['01', ['01002']],
    ['市容环境类', ['06010', '06011']],
  ]);
});

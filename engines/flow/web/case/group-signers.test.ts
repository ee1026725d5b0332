/** Branches of a case as its page shows them. */
import { expect, test } from 'vitest';
import { groupSigners } from './group-signers.ts';

const one = (item: string, stage: string, state: 'open' | 'parked' | 'done', manner = 'signer') => ({
  item,
  stage,
  stageTitle: stage,
  state,
  manner,
});

test('并行的环节各成一组,只提意见的人不算签署人数', () => {
  const branches = groupSigners([
    one('i1', '会签', 'done'),
    one('i2', '会签', 'parked'),
    one('i3', '会签', 'open', 'before'),
    one('i4', '分发', 'open'),
  ]);
  expect(branches.map(({ title, signed, total }) => [title, signed, total])).toEqual([
    ['会签', 1, 2],
    ['分发', 0, 1],
  ]);
  expect(branches[0]?.signers.map((each) => each.item)).toEqual(['i1', 'i2', 'i3']);
});

/** 排版：不论节点按什么顺序写下，图都从开始读到结束，只有退回的线往回画。 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeNodes, type Way } from './place-nodes.ts';

const main = ['start', 'draft', 'review', 'countersign', 'office', 'sign', 'number', 'seal', 'send', 'end'];
const forward = [
  ...main.slice(1).map((to, at) => [main[at] ?? '', to] as const),
  // Past the countersign, and from the signature straight to the end.
  ['review', 'office'] as const,
  ['sign', 'end'] as const,
];
const returned = [
  ['review', 'draft'],
  ['countersign', 'review'],
  ['office', 'review'],
  ['sign', 'office'],
  ['sign', 'draft'],
  ['seal', 'number'],
  ['send', 'number'],
] as const;
const way = ([from, to]: readonly [string, string]): Way => ({ flow: `${from}-${to}`, from, to });

test('有退回、跳过的流程：主线从左到右一列一步，退回的线才往回', () => {
  const shuffled = fc.tuple(
    fc.shuffledSubarray(main, { minLength: main.length }),
    fc.shuffledSubarray([...forward, ...returned], { minLength: forward.length + returned.length }),
  );
  fc.assert(
    fc.property(shuffled, ([ids, pairs]) => {
      const { cells, back } = placeNodes(ids, pairs.map(way));
      expect([...back].toSorted()).toEqual(returned.map((pair) => way(pair).flow).toSorted());
      expect(main.map((id) => cells.get(id)?.column)).toEqual(main.map((_, at) => at));
    }),
  );
});

test('没有起点的一圈也排得出来，每个节点一格', () => {
  const { cells, back } = placeNodes(['a', 'b', 'c'], [way(['a', 'b']), way(['b', 'c']), way(['c', 'a'])]);
  expect(new Set([...cells.values()].map(({ column, row }) => `${column} ${row}`)).size).toBe(3);
  expect(back.size).toBe(1);
});

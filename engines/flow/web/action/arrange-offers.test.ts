/** Which buttons stand in the bar of a case. */
import { expect, test } from 'vitest';
import { arrangeOffers } from './arrange-offers.ts';

const offer = (action: string, negative = false) => ({ action, negative });
const names = (offers: readonly { readonly action: string }[]) => offers.map((one) => one.action);

test('签收单独在最前，审定不进操作栏，少用的动词收进更多', () => {
  const arranged = arrangeOffers([
    offer('verb.supervise'),
    offer('file'),
    offer('refuse', true),
    offer('verb.claim'),
    offer('verb.decide'),
    offer('verb.return'),
  ]);
  expect(arranged.claim?.action).toBe('verb.claim');
  expect(names(arranged.forward)).toEqual(['file']);
  expect(names(arranged.negative)).toEqual(['refuse']);
  expect(names(arranged.more)).toEqual(['verb.return', 'verb.supervise']);
});

test('动作太多时前三个在栏上，其余收起，一个不少', () => {
  const all = ['a', 'b', 'c', 'd']
    .map((name) => offer(name))
    .concat(['x', 'y', 'z'].map((name) => offer(name, true)));
  const arranged = arrangeOffers(all);
  expect(names(arranged.forward)).toEqual(['a', 'b', 'c']);
  expect(names(arranged.negative)).toEqual(['x', 'y']);
  expect(names(arranged.more)).toEqual(['d', 'z']);
});

test('只有催办、督办可做时直接显示在栏上', () => {
  const arranged = arrangeOffers([offer('verb.urge'), offer('verb.withdraw', true), offer('verb.comment')]);
  expect(names(arranged.forward)).toEqual(['verb.comment', 'verb.urge']);
  expect(names(arranged.negative)).toEqual(['verb.withdraw']);
  expect(arranged.more).toEqual([]);
});

test('手机上只留一个主要操作，其余收进更多，一个不少', () => {
  const arranged = arrangeOffers(
    [offer('verb.claim'), offer('a'), offer('b'), offer('x', true), offer('verb.return')],
    'narrow',
  );
  expect(arranged.claim?.action).toBe('verb.claim');
  expect(names(arranged.forward)).toEqual(['a']);
  expect(arranged.negative).toEqual([]);
  expect(names(arranged.more)).toEqual(['b', 'x', 'verb.return']);
});

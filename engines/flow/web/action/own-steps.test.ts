import { expect, test } from 'vitest';
import { noteOwnStep, ownVersion } from './own-steps.ts';

test('自己刚签收的，接着办不算别人抢先；别人办过的仍然算', () => {
  noteOwnStep('a', 3, 4);
  expect([ownVersion('a', 3), ownVersion('a', 4), ownVersion('a', 2), ownVersion('b', 3)]).toEqual([
    4, 4, 2, 3,
  ]);
  noteOwnStep('c', 3, 5);
  expect(ownVersion('c', 3)).toBe(3);
});

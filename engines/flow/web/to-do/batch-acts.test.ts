/** What can be done with several cases at once. */
import { expect, test } from 'vitest';
import { batchOffers, whyNotTogether } from './batch-acts.ts';

const item = (part: object = {}) => ({ type: 'um.case', stage: 'accept', suspended: false, ...part });

test('类型、环节不同或有挂起的不能一起办', () => {
  expect(whyNotTogether([])).toBe('请先选择案件');
  expect(whyNotTogether([item(), item({ type: 'other' })])).toContain('类型不同');
  expect(whyNotTogether([item(), item({ stage: 'check' })])).toContain('环节不同');
  expect(whyNotTogether([item(), item({ suspended: true })])).toContain('挂起');
  expect(whyNotTogether(Array.from({ length: 101 }, () => item()))).toContain('100');
  expect(whyNotTogether([item(), item()])).toBeUndefined();
});

test('只提供意见、单位可以共用的操作，签收可以批量，退回不可以', () => {
  const offers = [
    { action: 'pass', needs: ['opinion'] },
    { action: 'file', needs: ['fields'] },
    { action: 'verb.claim', needs: [] },
    { action: 'verb.return', needs: ['opinion', 'stage'] },
    { action: 'verb.comment', needs: ['opinion'] },
  ];
  expect(batchOffers(offers).map((offer) => offer.action)).toEqual(['pass', 'verb.claim']);
});

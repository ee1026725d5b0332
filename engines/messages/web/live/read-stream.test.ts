/** What a page makes of the live stream. */
import { expect, test } from 'vitest';
import { createStreamReader, waitBeforeRetry } from './read-stream.ts';

const notice = {
  id: 'n1',
  kind: 'to-do',
  title: '新待办',
  body: '',
  link: '/flow/to-do',
  createdAt: '',
  readAt: null,
};

test('同一条消息重连后再次送到只提醒一次，未读数照常更新', () => {
  const read = createStreamReader();
  expect(read('notice', JSON.stringify({ notice, unread: 3 })).map((news) => news.topic)).toEqual([
    'unread',
    'notice',
  ]);
  expect(read('notice', JSON.stringify({ notice, unread: 2 }))).toEqual([{ topic: 'unread', payload: 2 }]);
});

test('案件变化同时按权限主题和记录变化通知', () => {
  const said = createStreamReader()(
    'push',
    JSON.stringify({ topic: 'um:read', payload: { type: 'um.case', id: 'c1' } }),
  );
  expect(said).toEqual([
    { topic: 'um:read', payload: { type: 'um.case', id: 'c1' } },
    { topic: 'row.changed', payload: { register: 'um.case', id: 'c1' } },
  ]);
});

test('看不懂的内容不影响页面', () => {
  const read = createStreamReader();
  expect(read('notice', '{')).toEqual([]);
  expect(read('notice', 'null')).toEqual([]);
  expect(read('push', '{"payload":1}')).toEqual([]);
  expect(read('other', '{}')).toEqual([]);
});

test('断线重试间隔逐次加长，最长一分钟', () => {
  expect([waitBeforeRetry(1, 1), waitBeforeRetry(2, 1), waitBeforeRetry(20, 1)]).toEqual([
    3_000, 6_000, 60_000,
  ]);
  expect(waitBeforeRetry(1, 0)).toBe(1_500);
});

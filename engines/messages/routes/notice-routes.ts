/** Routes by which each person reads his own messages and hears of new ones at once. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';
import { messageKinds } from '../../../kernel/message.ts';

export const own = '只涉及本人的消息';

const notice = z.object({
  id: z.string(),
  kind: z.enum(messageKinds),
  title: z.string(),
  body: z.string(),
  link: z.string().nullable(),
  createdAt: z.string(),
  readAt: z.string().nullable(),
});

const unread = z.object({ unread: z.number() });

export const noticeRoutes = {
  list: get('/notices', {
    title: '我的消息',
    signedInBecause: own,
    input: z.object({
      unread: z.enum(['true', 'false']).optional(),
      /** Id of the last one already shown. */
      before: z.uuid().optional(),
      size: z.coerce.number().int().min(1).max(100).default(20),
    }),
    output: z.object({ notices: z.array(notice), unread: z.number(), more: z.boolean() }),
  }),
  unread: get('/unread', {
    title: '未读消息数',
    signedInBecause: own,
    input: z.object({}),
    output: unread,
  }),
  read: post('/read', {
    title: '标记已读',
    signedInBecause: own,
    input: z.object({ ids: z.array(z.uuid()).min(1).max(200) }),
    output: unread,
  }),
  readAll: post('/read-all', {
    title: '全部标记已读',
    signedInBecause: own,
    input: z.object({}),
    output: unread,
  }),
  stream: get('/stream', {
    title: '实时消息(SSE)',
    signedInBecause: own,
    input: z.object({
      /** Id of the last notice heard; a browser that reconnects by itself sends it as the Last-Event-ID header. */
      after: z.uuid().optional(),
    }),
    output: 'binary',
  }),
};

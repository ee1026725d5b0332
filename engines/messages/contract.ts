/** Routes by which each person reads his own messages and hears of new ones at once. */
import { z } from 'zod';
import { defineContract, get, post } from '../../kernel/contract.ts';

const own = '只涉及本人的消息';

export const noticeKinds = ['to-do', 'urge', 'supervise', 'deadline', 'result', 'notice'] as const;

const notice = z.object({
  id: z.string(),
  kind: z.enum(noticeKinds),
  title: z.string(),
  body: z.string(),
  link: z.string().nullable(),
  createdAt: z.string(),
  readAt: z.string().nullable(),
});

const unread = z.object({ unread: z.number() });

export default defineContract({
  id: 'messages',
  title: '消息中心',
  plan: [],
  permissions: {},
  settings: {
    'connections-each': {
      title: '每人同时打开的实时连接数上限',
      value: 8,
      unit: '个',
      minimum: 1,
      maximum: 100,
      source: '本地默认',
    },
    'connection-minutes': {
      title: '实时连接最长时间,到时由页面重新连接并再次核对登录',
      value: 15,
      unit: '分钟',
      minimum: 1,
      maximum: 120,
      source: '本地默认',
    },
    'heartbeat-seconds': {
      title: '实时连接心跳间隔',
      value: 20,
      unit: '秒',
      minimum: 1,
      maximum: 50,
      source: 'WHATWG HTML 9.2.7:建议约每 15 秒发送注释行以防代理断开',
    },
  },
  routes: {
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
  },
  pages: {
    messages: {
      path: '/',
      title: '消息',
      access: { signedInBecause: own },
      menu: '工作台',
      icon: 'message',
      order: 5,
    },
  },
});

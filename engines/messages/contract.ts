/** What the messages engine promises over HTTP: a person's own messages and settings, and receipts of channels. */
import { defineContract } from '../../kernel/contract.ts';
import { messageErrors } from './errors.ts';
import { noticeRoutes, own } from './routes/notice-routes.ts';
import { ownRoutes } from './routes/own-routes.ts';
import { messageSettings } from './settings.ts';

export { deliveryTable } from './data/delivery.ts';

export default defineContract({
  id: 'messages',
  title: '消息中心',
  plan: [],
  permissions: {},
  errors: messageErrors,
  settings: messageSettings,
  messages: {
    code: {
      title: '联系方式验证码',
      version: 1,
      kind: 'notice',
      urgency: 'urgent',
      parameters: {
        code: { title: '验证码', kind: 'text', class: 'personal', longest: 6 },
        minutes: { title: '有效分钟', kind: 'number', class: 'public' },
      },
      texts: {
        app: { title: '联系方式验证码', body: '验证码已发送到您登记的联系方式，{minutes}分钟内有效' },
        sms: '验证码{code}，{minutes}分钟内有效，用于确认您的联系方式。请勿告诉他人。',
        email: {
          subject: '联系方式验证码',
          body: '验证码{code}，{minutes}分钟内有效，用于确认您的联系方式。请勿告诉他人。',
        },
      },
      channels: ['sms', 'email'],
    },
  },
  routes: { ...noticeRoutes, ...ownRoutes },
  pages: {
    messages: {
      path: '/',
      title: '消息',
      access: { signedInBecause: own },
      menu: '工作台',
      icon: 'message',
      order: 5,
    },
    settings: { path: '/settings', title: '消息设置', access: { signedInBecause: own } },
    mine: {
      path: '/my-settings',
      title: '消息设置',
      face: 'citizen',
      access: { signedInBecause: own },
      menu: '我的',
      icon: 'message',
    },
  },
});

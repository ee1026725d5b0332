/** What 消息管理 promises: templates, channels, records of what was sent, and bulk messages that two persons let go. */
import { defineContract } from '../../../kernel/contract.ts';
import { templates } from './data/templates.ts';
import { errors } from './errors.ts';
import { permissions, roles } from './permissions.ts';
import { broadcastRoutes } from './routes/broadcast-routes.ts';
import { keepingRoutes } from './routes/keeping-routes.ts';

const menu = '消息管理';

export default defineContract({
  id: 'message-centre',
  title: '消息管理',
  task: 'foundation',
  plan: ['message-centre'],
  permissions,
  roles,
  errors,
  messages: templates,
  routes: { ...keepingRoutes, ...broadcastRoutes },
  pages: {
    broadcasts: {
      path: '/',
      title: '群发',
      access: { allow: 'broadcast' },
      menu,
      icon: 'message',
      order: 810,
    },
    ask: { path: '/ask', title: '申请群发', access: { allow: 'broadcast' } },
    decide: {
      path: '/decide',
      title: '群发审批',
      access: { allow: 'approve' },
      menu,
      icon: 'check',
      order: 811,
    },
    broadcast: {
      path: '/broadcasts/:id',
      title: '群发详情',
      access: { signedInBecause: '由群发的范围逐件判断' },
    },
    deliveries: {
      path: '/deliveries',
      title: '发送记录',
      access: { allow: 'read' },
      menu,
      icon: 'list',
      order: 820,
    },
    templates: {
      path: '/templates',
      title: '消息模板',
      access: { allow: 'read' },
      menu,
      icon: 'document',
      order: 830,
    },
    channels: {
      path: '/channels',
      title: '发送渠道',
      access: { allow: 'keep-channels' },
      menu,
      icon: 'branches',
      order: 840,
    },
  },
});

/** What 村(社区)数据综合采集 promises: cards, visits, requests cut down to what is unknown, deliveries to those entitled, and pages. */
import { z } from 'zod';
import { defineContract } from '../../../kernel/contract.ts';
import { request } from './case/request.ts';
import { errors } from './errors.ts';
import { permissions, roles, settings } from './permissions.ts';
import { field, household, member } from './registers/card.ts';
import { change, conflict, consent, delivery, doubt, push } from './registers/flow.ts';
import { subscription, task } from './registers/task.ts';
import { departmentRoutes } from './routes/department-routes.ts';
import { loadRoutes } from './routes/load-routes.ts';
import { visitRoutes } from './routes/visit-routes.ts';

const menu = '村情采集';

export default defineContract({
  id: 'village-data',
  title: '村(社区)数据综合采集',
  task: 'governance',
  plan: ['village-data'],
  permissions,
  roles,
  errors,
  settings,
  registers: {
    field,
    household,
    member,
    change,
    conflict,
    delivery,
    push,
    consent,
    doubt,
    task,
    subscription,
  },
  cases: { request },
  /** Ids alone: whoever may have the values gets them by a delivery. */
  events: { changed: z.object({ change: z.uuid() }) },
  routes: { ...visitRoutes, ...departmentRoutes, ...loadRoutes },
  pages: {
    load: { path: '/', title: '减负成效', access: { allow: 'read-load' }, menu, icon: 'chart', order: 10 },
    coverage: {
      path: '/coverage',
      title: '覆盖一张图',
      access: { allow: 'read-load' },
      menu,
      icon: 'map',
      order: 20,
    },
    cards: { path: '/cards', title: '户卡', access: { allow: 'read-cards' }, menu, icon: 'list', order: 30 },
    card: { path: '/cards/:id', title: '户卡', access: { allow: 'read-cards' } },
    requests: {
      path: '/requests',
      title: '采集任务',
      access: { allow: 'read-requests' },
      menu,
      icon: 'to-do',
      order: 40,
    },
    ask: { path: '/requests/new', title: '发起采集任务', access: { allow: 'request' } },
    request: { path: '/requests/:id', title: '采集任务', access: { allow: 'read-requests' } },
    deliveries: {
      path: '/deliveries',
      title: '送达记录',
      access: { allow: 'read-deliveries' },
      menu,
      icon: 'document',
      order: 50,
    },
    delivery: { path: '/deliveries/:id', title: '送达记录', access: { allow: 'read-deliveries' } },
    pushes: {
      path: '/pushes',
      title: '部门回推',
      access: { allow: 'push' },
      menu,
      icon: 'export',
      order: 60,
    },
    fields: {
      path: '/fields',
      title: '字段目录',
      access: { allow: 'read-fields' },
      menu,
      icon: 'dictionary',
      order: 70,
    },
    mine: {
      path: '/mine',
      title: '我的村',
      access: { allow: 'collect' },
      face: 'citizen',
      menu,
      icon: 'home',
      order: 10,
    },
  },
});

/** What the flow engine offers over HTTP: opening and moving cases, work lists, requests to decide, common phrases. */
import { defineContract } from '../../kernel/contract.ts';
import { calendarDay } from './calendar-day.ts';
import { dutyTurn } from './duty-turn.ts';
import { flowErrors } from './errors.ts';
import { flowInterfaces } from './interfaces.ts';
import { flowMessages } from './messages.ts';
import { actingRoutes } from './routes/acting-routes.ts';
import { calendarRoutes } from './routes/calendar-routes.ts';
import { caseRoutes } from './routes/case-routes.ts';
import { definitionRoutes } from './routes/definition-routes.ts';
import { migrationRoutes } from './routes/migration-routes.ts';
import { phraseRoutes } from './routes/phrase-routes.ts';
import { readingRoutes } from './routes/reading-routes.ts';
import { requestRoutes } from './routes/request-routes.ts';
import { workListRoutes } from './routes/work-list-routes.ts';
import { flowSettings } from './settings.ts';

export { flowErrors } from './errors.ts';
export type { Acting } from './routes/acting-routes.ts';
export type { CaseDetail, Entry, Holder, Offer, Reader, Signer, Waiting } from './routes/case-detail.ts';
export type { Receipt } from './routes/case-routes.ts';
export type { Reading } from './routes/reading-routes.ts';
export type { Request } from './routes/request-routes.ts';
export type { DoneItem, WorkItem } from './routes/work-list-routes.ts';

export default defineContract({
  id: 'flow',
  title: '流程',
  plan: [],
  permissions: {
    'read-calendar': '查看工作日历',
    'manage-calendar': '维护工作日历',
    'read-duty': '查看值班表',
    'manage-duty': '排班',
    'manage-acting': '为他人安排代理',
    'read-process': '查看流程',
    'design-process': '设计流程',
    'publish-process': '发布和停用流程',
    'migrate-cases': '迁移在办案件',
  },
  administration: [
    'read-calendar',
    'manage-calendar',
    'read-duty',
    'manage-duty',
    'manage-acting',
    'read-process',
    'design-process',
    'publish-process',
    'migrate-cases',
  ],
  roles: {
    designer: {
      title: '流程管理员',
      allow: ['read-process', 'design-process', 'publish-process', 'migrate-cases'],
      reach: 'all',
    },
    'duty-keeper': {
      title: '值班管理员',
      allow: ['read-duty', 'manage-duty', 'manage-acting'],
      reach: 'department',
    },
  },
  registers: { 'calendar-day': calendarDay, 'duty-turn': dutyTurn },
  errors: flowErrors,
  settings: flowSettings,
  messages: flowMessages,
  interfaces: flowInterfaces,
  routes: {
    ...definitionRoutes,
    ...migrationRoutes,
    ...calendarRoutes,
    ...caseRoutes,
    ...workListRoutes,
    ...requestRoutes,
    ...readingRoutes,
    ...actingRoutes,
    ...phraseRoutes,
  },
  pages: {
    'to-do': {
      path: '/to-do',
      title: '我的待办',
      access: { signedInBecause: '只列出本人可办的事项' },
      menu: '工作台',
      icon: 'to-do',
      order: 1,
    },
    processes: {
      path: '/processes',
      title: '流程管理',
      access: { allow: 'read-process' },
      menu: '流程',
      icon: 'branches',
      order: 700,
    },
    design: {
      path: '/drafts/:id',
      title: '流程设计',
      access: { allow: 'read-process' },
    },
    'process-version': {
      path: '/processes/:type/versions/:version',
      title: '流程版本',
      access: { allow: 'read-process' },
    },
    migration: {
      path: '/processes/:type/migration',
      title: '迁移在办案件',
      access: { allow: 'migrate-cases' },
    },
    case: {
      path: '/cases/:type/:id',
      title: '案件详情',
      access: { signedInBecause: '案件类型自己决定谁可以查看' },
    },
    open: {
      path: '/open/:type',
      title: '登记案件',
      access: { signedInBecause: '案件类型自己决定谁可以登记' },
    },
  },
});

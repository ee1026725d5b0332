/** What 数据共享 promises: requests, contracts, applications, the gateway and its receipts. */
import { defineContract } from '../../../kernel/contract.ts';
import { demand } from './case/demand.ts';
import { renewal } from './case/renewal.ts';
import { request } from './case/request.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import { demandRoutes } from './demand-routes.ts';
import { errors } from './errors.ts';
import { linkRoutes } from './link-routes.ts';
import { accordRoutes } from './accord-routes.ts';
import { permissions, roles, settings } from './permissions.ts';
import { pushRoutes } from './push-routes.ts';
import { receiptRoutes } from './receipt-routes.ts';
import { accord } from './registers/accord.ts';
import { agreement } from './registers/agreement.ts';
import { application } from './registers/application.ts';
import { assessment } from './registers/assessment.ts';
import { farRequest } from './registers/far-request.ts';
import { link } from './registers/link.ts';
import { delivery } from './registers/delivery.ts';
import { push } from './registers/push.ts';
import { routes } from './routes.ts';

const menu = '数据共享';

export default defineContract({
  id: 'data-sharing',
  title: '数据共享交换',
  task: 'foundation',
  plan: ['data-demand', 'data-exchange', 'data-trace'],
  permissions,
  roles,
  errors,
  settings,
  registers: {
    application,
    agreement,
    accord,
    assessment,
    push,
    delivery,
    link,
    'far-request': farRequest,
  },
  cases: { request, renewal, demand },
  routes: {
    ...routes,
    ...pushRoutes,
    ...linkRoutes,
    ...accordRoutes,
    ...receiptRoutes,
    ...deliveryRoutes,
    ...demandRoutes,
  },
  pages: {
    agreements: {
      path: '/',
      title: '共享合同',
      access: { allow: 'read' },
      menu,
      icon: 'document',
      order: 120,
    },
    agreement: { path: '/agreements/:id', title: '共享合同', access: { allow: 'read' } },
    requests: {
      path: '/requests',
      title: '共享申请',
      access: { allow: 'read' },
      menu,
      icon: 'to-do',
      order: 121,
    },
    demands: {
      path: '/demands',
      title: '数据需求',
      access: { allow: 'read' },
      menu,
      icon: 'to-do',
      order: 121,
    },
    demand: { path: '/demands/:id', title: '数据需求', access: { allow: 'read' } },
    renewals: {
      path: '/renewals',
      title: '合同续期',
      access: { allow: 'read' },
      menu,
      icon: 'to-do',
      order: 121,
    },
    receipts: {
      path: '/receipts',
      title: '调用凭证',
      access: { allow: 'read' },
      menu,
      icon: 'search',
      order: 128,
    },
    applications: {
      path: '/applications',
      title: '数据应用',
      access: { allow: 'read' },
      menu,
      icon: 'key',
      order: 122,
    },
    application: { path: '/applications/:id', title: '数据应用', access: { allow: 'read' } },
    farEntries: {
      path: '/far-entries',
      title: '跨级目录',
      access: { allow: 'read' },
      menu,
      icon: 'book',
      order: 123,
    },
    farRequests: {
      path: '/far-requests',
      title: '跨级申请',
      access: { allow: 'read' },
      menu,
      icon: 'to-do',
      order: 124,
    },
    farRequest: { path: '/far-requests/:id', title: '跨级申请', access: { allow: 'read' } },
    accords: {
      path: '/accords',
      title: '三方协议',
      access: { allow: 'read' },
      menu,
      icon: 'certificate',
      order: 126,
    },
    links: {
      path: '/links',
      title: '级联链路',
      access: { allow: 'link' },
      menu,
      icon: 'branches',
      order: 125,
    },
  },
});

// What other systems read: which contract is in force, for whom, and by which application it is called.
export { agreement } from './registers/agreement.ts';
export { application } from './registers/application.ts';

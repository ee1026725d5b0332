/** What 数据共享 promises: requests, contracts, applications, the gateway and its receipts. */
import { defineContract } from '../../../kernel/contract.ts';
import { request } from './case/request.ts';
import { errors } from './errors.ts';
import { permissions, roles, settings } from './permissions.ts';
import { agreement } from './registers/agreement.ts';
import { application } from './registers/application.ts';
import { routes } from './routes.ts';

const menu = '数据共享';

export default defineContract({
  id: 'data-sharing',
  title: '数据共享交换',
  task: 'foundation',
  plan: ['data-demand', 'data-trace'],
  permissions,
  roles,
  errors,
  settings,
  registers: { application, agreement },
  cases: { request },
  routes,
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
    applications: {
      path: '/applications',
      title: '数据应用',
      access: { allow: 'read' },
      menu,
      icon: 'key',
      order: 122,
    },
    application: { path: '/applications/:id', title: '数据应用', access: { allow: 'read' } },
  },
});

/** What 统一业务中台 promises: the interface market with its door and sandbox, applications and keys, statistics, the app shelf, the component page. */
import { defineContract } from '../../../kernel/contract.ts';
import { request } from './case/request.ts';
import { errors } from './errors.ts';
import { permissions, roles, settings } from './permissions.ts';
import { application } from './registers/application.ts';
import { grant } from './registers/grant.ts';
import { interfaceVersion } from './registers/interface.ts';
import { applicationRoutes } from './routes/application-routes.ts';
import { callRoutes } from './routes/call-routes.ts';
import { marketRoutes } from './routes/market-routes.ts';
import { shelfRoutes } from './routes/shelf-routes.ts';
import { statisticRoutes } from './routes/statistic-routes.ts';

const menu = '业务中台';

export default defineContract({
  id: 'business-platform',
  title: '统一业务中台',
  task: 'foundation',
  plan: ['biz-platform'],
  permissions,
  roles,
  errors,
  settings,
  registers: { interface: interfaceVersion, application, grant },
  cases: { request },
  routes: { ...callRoutes, ...marketRoutes, ...applicationRoutes, ...statisticRoutes, ...shelfRoutes },
  pages: {
    shelf: {
      path: '/shelf',
      title: '应用货架',
      access: { signedInBecause: '只显示本人可用的应用' },
      menu: '工作台',
      icon: 'app',
      order: 35,
    },
    market: { path: '/', title: '接口市场', access: { allow: 'browse' }, menu, icon: 'api', order: 130 },
    interface: { path: '/interfaces/:code', title: '接口', access: { allow: 'browse' } },
    applications: {
      path: '/applications',
      title: '我的应用',
      access: { allow: 'browse' },
      menu,
      icon: 'key',
      order: 131,
    },
    application: { path: '/applications/:id', title: '应用', access: { allow: 'browse' } },
    requests: {
      path: '/requests',
      title: '接口申请',
      access: { allow: 'browse' },
      menu,
      icon: 'to-do',
      order: 132,
    },
    grants: {
      path: '/grants',
      title: '接口授权',
      access: { allow: 'browse' },
      menu,
      icon: 'check',
      order: 133,
    },
    grant: { path: '/grants/:id', title: '接口授权', access: { allow: 'browse' } },
    statistics: {
      path: '/statistics',
      title: '调用统计',
      access: { allow: 'browse' },
      menu,
      icon: 'chart',
      order: 134,
    },
    components: {
      path: '/components',
      title: '组件库',
      access: { allow: 'browse' },
      menu,
      icon: 'component',
      order: 135,
    },
  },
});

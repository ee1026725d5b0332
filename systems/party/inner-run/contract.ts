/** What 机关内跑 promises: matters between organs as service items, applications with their clocks, online seals, statistics. */
import { defineContract } from '../../../kernel/contract.ts';
import { application } from './application/application.ts';
import { errors } from './errors.ts';
import { permissions, roles, settings } from './permissions.ts';
import { item } from './registers/item.ts';
import { pathOpinion } from './registers/path-opinion.ts';
import { sealUse } from './registers/seal-use.ts';
import { applicationRoutes } from './routes/application-routes.ts';
import { itemRoutes } from './routes/item-routes.ts';
import { statisticsRoutes } from './routes/statistics-routes.ts';

const menu = '机关内跑';

export default defineContract({
  id: 'inner-run',
  title: '机关内跑',
  task: 'party',
  plan: ['inner-run'],
  permissions,
  roles,
  errors,
  settings,
  registers: { item, 'seal-use': sealUse, 'path-opinion': pathOpinion },
  cases: { application },
  routes: { ...itemRoutes, ...applicationRoutes, ...statisticsRoutes },
  pages: {
    applications: {
      path: '/applications',
      title: '内跑办件',
      access: { allow: 'read' },
      menu,
      icon: 'to-do',
      order: 10,
    },
    application: { path: '/applications/:id', title: '内跑办件办理', access: { allow: 'read' } },
    items: { path: '/items', title: '事项目录', access: { allow: 'read' }, menu, icon: 'list', order: 20 },
    'new-item': { path: '/items/new', title: '新增事项', access: { allow: 'keep-items' } },
    guide: { path: '/items/:id', title: '办事指南', access: { allow: 'read' } },
    'edit-item': { path: '/items/:id/edit', title: '修改事项', access: { allow: 'keep-items' } },
    apply: { path: '/items/:id/apply', title: '申请办理', access: { allow: 'apply' } },
    seals: {
      path: '/seals',
      title: '用印记录',
      access: { allow: 'read' },
      menu,
      icon: 'certificate',
      order: 30,
    },
    statistics: {
      path: '/statistics',
      title: '办理统计',
      access: { allow: 'measure' },
      menu,
      icon: 'chart',
      order: 40,
    },
  },
});

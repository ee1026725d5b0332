/** What 数据开放 promises: open datasets for anybody, and the check that stands before each. */
import { defineContract } from '../../../kernel/contract.ts';
import { errors } from './errors.ts';
import { permissions, roles, settings } from './permissions.ts';
import { publication } from './registers/publication.ts';
import { publicRoutes } from './routes/public-routes.ts';
import { publishRoutes } from './routes/publish-routes.ts';

const publicBecause = '开放数据任何人可以查看';

export default defineContract({
  id: 'open-data',
  title: '数据开放',
  task: 'foundation',
  plan: ['open-data'],
  permissions,
  roles,
  errors,
  settings,
  registers: { publication },
  routes: { ...publicRoutes, ...publishRoutes },
  pages: {
    datasets: { path: '/', title: '开放数据', access: { publicBecause }, face: 'open', menu: '开放数据' },
    dataset: { path: '/:code', title: '开放数据', access: { publicBecause }, face: 'open' },
    publications: {
      path: '/publications',
      title: '数据开放',
      access: { allow: 'manage' },
      menu: '数据开放',
      icon: 'global',
      order: 140,
    },
    publish: { path: '/publish', title: '发布开放数据', access: { allow: 'publish' } },
  },
});

/** What 数据开放 promises: open datasets for anybody, the check that stands before each, plan, applications, wishes, corrections, ratings. */
import { defineContract } from '../../../kernel/contract.ts';
import { matter } from './case/matter.ts';
import { errors } from './errors.ts';
import { permissions, roles, settings } from './permissions.ts';
import { apiKey } from './registers/api-key.ts';
import { grant } from './registers/grant.ts';
import { planItem } from './registers/plan-item.ts';
import { publication } from './registers/publication.ts';
import { rating } from './registers/rating.ts';
import { ownRoutes } from './routes/own-routes.ts';
import { programRoutes } from './routes/program-routes.ts';
import { publicRoutes } from './routes/public-routes.ts';
import { publishRoutes } from './routes/publish-routes.ts';

const publicBecause = '开放数据任何人可以查看';
const menu = '数据开放';
const anybody = { access: { publicBecause }, face: 'open' } as const;

export default defineContract({
  id: 'open-data',
  title: '数据开放',
  task: 'foundation',
  plan: ['open-data'],
  permissions,
  roles,
  errors,
  settings,
  registers: { publication, 'plan-item': planItem, grant, 'api-key': apiKey, rating },
  cases: { matter },
  routes: { ...publicRoutes, ...programRoutes, ...ownRoutes, ...publishRoutes },
  pages: {
    datasets: { path: '/', title: '开放数据', ...anybody, menu: '开放数据' },
    rules: { path: '/rules', title: '开放规则', ...anybody },
    plan: { path: '/plan', title: '开放计划', ...anybody },
    developers: { path: '/developers', title: '开放接口', ...anybody },
    mine: { path: '/mine', title: '我的申请', ...anybody },
    dataset: { path: '/:code', title: '开放数据', ...anybody },
    publications: {
      path: '/publications',
      title: '数据开放',
      access: { allow: 'manage' },
      menu,
      icon: 'global',
      order: 140,
    },
    publication: { path: '/publications/:id', title: '开放数据集', access: { allow: 'manage' } },
    publish: { path: '/publish', title: '发布开放数据', access: { allow: 'publish' } },
    matters: {
      path: '/matters',
      title: '开放数据诉求',
      access: { allow: 'handle' },
      menu,
      icon: 'list',
      order: 141,
    },
    matter: { path: '/matters/:id', title: '开放数据诉求办理', access: { allow: 'handle' } },
    'my-matter': { path: '/matters/:id', title: '开放数据诉求', access: { allow: 'ask' }, face: 'citizen' },
    'plan-items': {
      path: '/plan-items',
      title: '开放年度计划',
      access: { allow: 'manage' },
      menu,
      icon: 'calendar',
      order: 142,
    },
    ratings: {
      path: '/ratings',
      title: '开放数据评价',
      access: { allow: 'handle' },
      menu,
      icon: 'message',
      order: 143,
    },
  },
});

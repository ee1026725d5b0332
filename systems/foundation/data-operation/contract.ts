/** What 公共数据授权运营 promises: operators, projects in which data is used and not seen, reviewed outputs and their traces. */
import { defineContract } from '../../../kernel/contract.ts';
import { application } from './case/application.ts';
import { order } from './case/order.ts';
import { complaint } from './case/complaint.ts';
import { errors } from './errors.ts';
import { permissions, roles, settings } from './permissions.ts';
import { bill } from './registers/bill.ts';
import { contribution } from './registers/contribution.ts';
import { operator } from './registers/operator.ts';
import { delivery } from './registers/delivery.ts';
import { product } from './registers/product.ts';
import { project } from './registers/project.ts';
import { run } from './registers/run.ts';
import { statement } from './registers/statement.ts';
import { subscription } from './registers/subscription.ts';
import { trace } from './registers/trace.ts';
import { buyerRoutes } from './routes/buyer-routes.ts';
import { matchRoutes } from './routes/match-routes.ts';
import { partyRoutes } from './routes/party-routes.ts';
import { productRoutes } from './routes/product-routes.ts';
import { projectRoutes } from './routes/project-routes.ts';
import { sumRoutes } from './routes/sum-routes.ts';

const menu = '授权运营';

export default defineContract({
  id: 'data-operation',
  title: '公共数据授权运营',
  task: 'foundation',
  plan: ['data-operation', 'data-trading'],
  permissions,
  roles,
  errors,
  settings,
  registers: {
    operator,
    project,
    run,
    contribution,
    trace,
    product,
    subscription,
    delivery,
    statement,
    bill,
  },
  cases: { application, complaint, order },
  routes: {
    ...projectRoutes,
    ...matchRoutes,
    ...sumRoutes,
    ...productRoutes,
    ...partyRoutes,
    ...buyerRoutes,
  },
  pages: {
    projects: { path: '/', title: '运营项目', access: { allow: 'read' }, menu, icon: 'eye-off', order: 130 },
    project: { path: '/projects/:id', title: '运营项目', access: { allow: 'read' } },
    match: { path: '/projects/:id/match', title: '隐私求交', access: { allow: 'apply' } },
    ask: { path: '/projects/:id/ask', title: '提问', access: { allow: 'apply' } },
    runs: { path: '/runs', title: '输出审核', access: { allow: 'read' }, menu, icon: 'check', order: 131 },
    run: { path: '/runs/:id', title: '项目运行', access: { allow: 'read' } },
    sums: {
      path: '/sums',
      title: '加密求和',
      access: { allow: 'read' },
      menu,
      icon: 'key',
      order: 136,
    },
    sum: { path: '/sums/:id', title: '加密求和', access: { allow: 'read' } },
    applications: {
      path: '/applications',
      title: '项目申请',
      access: { allow: 'read' },
      menu,
      icon: 'to-do',
      order: 132,
    },
    operators: {
      path: '/operators',
      title: '运营单位',
      access: { allow: 'read' },
      menu,
      icon: 'building',
      order: 133,
    },
    products: {
      path: '/products',
      title: '数据产品',
      access: { allow: 'read' },
      menu,
      icon: 'app',
      order: 134,
    },
    product: { path: '/products/:id', title: '数据产品', access: { allow: 'read' } },
    complaints: {
      path: '/complaints',
      title: '产品投诉',
      access: { allow: 'read' },
      menu,
      icon: 'warning',
      order: 137,
    },
    orders: {
      path: '/orders',
      title: '产品订购',
      access: { allow: 'read' },
      menu,
      icon: 'to-do',
      order: 134,
    },
    order: { path: '/orders/:id', title: '产品订购', access: { allow: 'read' } },
    'buyer-order': {
      path: '/orders/:id',
      title: '产品订购',
      access: { allow: 'buy' },
      face: 'citizen',
    },
    bills: {
      path: '/bills',
      title: '订购结算单',
      access: { allow: 'read' },
      menu,
      icon: 'document',
      order: 136,
    },
    bill: { path: '/bills/:id', title: '订购结算单', access: { allow: 'read' } },
    buyer: {
      path: '/buyer',
      title: '企业数据产品',
      access: { allow: 'buy' },
      face: 'citizen',
      menu: '我的',
      icon: 'app',
      order: 65,
    },
    'buyer-subscription': {
      path: '/buyer/subscriptions/:id',
      title: '产品订阅',
      access: { allow: 'buy' },
      face: 'citizen',
    },
    'buyer-bill': {
      path: '/buyer/bills/:id',
      title: '结算单',
      access: { allow: 'buy' },
      face: 'citizen',
    },
    statements: {
      path: '/statements',
      title: '月结算单',
      access: { allow: 'read' },
      menu,
      icon: 'document',
      order: 135,
    },
    statement: { path: '/statements/:id', title: '月结算单', access: { allow: 'read' } },
  },
});

/** What 数据质量 promises: scores by resource and department, and doubts that go back to the source. */
import { defineContract } from '../../../kernel/contract.ts';
import { dispute } from './case/dispute.ts';
import { farDoubt } from './case/far-doubt.ts';
import { errors } from './errors.ts';
import { permissions, roles, settings } from './permissions.ts';
import { routes } from './routes.ts';

const menu = '数据质量';

export default defineContract({
  id: 'data-quality',
  title: '数据质量',
  task: 'foundation',
  plan: ['data-quality'],
  permissions,
  roles,
  errors,
  settings,
  cases: { dispute, 'far-doubt': farDoubt },
  routes,
  pages: {
    overview: { path: '/', title: '质量总览', access: { allow: 'read' }, menu, icon: 'chart', order: 130 },
    disputes: {
      path: '/disputes',
      title: '数据疑义',
      access: { allow: 'read' },
      menu,
      icon: 'warning',
      order: 131,
    },
    farDoubts: {
      path: '/far-doubts',
      title: '跨级疑义',
      access: { allow: 'read' },
      menu,
      icon: 'branches',
      order: 132,
    },
  },
});

// What other systems open where they find a doubt.
export { dispute } from './case/dispute.ts';

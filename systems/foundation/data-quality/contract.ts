/** What 数据质量 promises: rules that somebody answers for, scores by department, dataset and catalogue entry, and doubts that go back to the source. */
import { defineContract } from '../../../kernel/contract.ts';
import { dispute } from './case/dispute.ts';
import { farDoubt } from './case/far-doubt.ts';
import { errors } from './errors.ts';
import { messages } from './messages.ts';
import { permissions, roles, settings } from './permissions.ts';
import { bulletin } from './registers/bulletin.ts';
import { rule } from './registers/rule.ts';
import { score } from './registers/score.ts';
import { suite } from './registers/suite.ts';
import { overviewRoutes } from './routes/overview-routes.ts';
import { ruleRoutes } from './routes/rule-routes.ts';
import { suiteRoutes } from './routes/suite-routes.ts';

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
  messages,
  registers: { rule, suite, score, bulletin },
  cases: { dispute, 'far-doubt': farDoubt },
  routes: { ...overviewRoutes, ...suiteRoutes, ...ruleRoutes },
  pages: {
    overview: { path: '/', title: '质量总览', access: { allow: 'read' }, menu, icon: 'chart', order: 130 },
    rules: { path: '/rules', title: '质量规则', access: { allow: 'read' }, menu, icon: 'list', order: 131 },
    dataset: { path: '/datasets/:id', title: '数据集质量', access: { allow: 'read' } },
    disputes: {
      path: '/disputes',
      title: '数据疑义',
      access: { allow: 'read' },
      menu,
      icon: 'warning',
      order: 132,
    },
    farDoubts: {
      path: '/far-doubts',
      title: '跨级疑义',
      access: { allow: 'read' },
      menu,
      icon: 'branches',
      order: 133,
    },
    bulletins: {
      path: '/bulletins',
      title: '质量通报',
      access: { allow: 'read' },
      menu,
      icon: 'document',
      order: 134,
    },
  },
});

// What other systems open where they find a doubt.
export { dispute } from './case/dispute.ts';

/** What 一表通 promises: the library of reporting tables with its way in, issues and answers over the area tree, and the register of all requests. */
import { defineContract } from '../../../kernel/contract.ts';
import { errors } from './errors.ts';
import { permissions, roles, settings } from './permissions.ts';
import { answer } from './registers/answer.ts';
import { askedItem } from './registers/asked-item.ts';
import { chase } from './registers/chase.ts';
import { element } from './registers/element.ts';
import { issue } from './registers/issue.ts';
import { answerRoutes } from './routes/answer-routes.ts';
import { issueRoutes } from './routes/issue-routes.ts';
import { tableRoutes } from './routes/table-routes.ts';
import { reportTable } from './table/report-table.ts';

const menu = '一表通';

export default defineContract({
  id: 'info-reporting',
  title: '一表通',
  task: 'party',
  plan: ['info-reporting'],
  permissions,
  roles,
  errors,
  settings,
  registers: { element, issue, answer, 'asked-item': askedItem, chase },
  cases: { table: reportTable },
  routes: { ...tableRoutes, ...issueRoutes, ...answerRoutes },
  pages: {
    answers: {
      path: '/answers',
      title: '我的填报',
      access: { allow: 'read' },
      menu,
      icon: 'to-do',
      order: 10,
    },
    answer: { path: '/answers/:id', title: '填报单', access: { allow: 'read' } },
    issues: { path: '/issues', title: '填报任务', access: { allow: 'read' }, menu, icon: 'chart', order: 20 },
    issue: { path: '/issues/:id', title: '填报汇总', access: { allow: 'read' } },
    tables: {
      path: '/tables',
      title: '报表库',
      access: { allow: 'read-tables' },
      menu,
      icon: 'list',
      order: 30,
    },
    design: {
      path: '/tables/new',
      title: '编制报表',
      access: { allow: 'design' },
      menu,
      icon: 'add',
      order: 31,
    },
    table: { path: '/tables/:id', title: '报表', access: { allow: 'read-tables' } },
    edit: { path: '/tables/:id/edit', title: '修改报表', access: { allow: 'design' } },
    asked: {
      path: '/asked',
      title: '数据项登记',
      access: { allow: 'read-tables' },
      menu,
      icon: 'search',
      order: 40,
    },
    elements: {
      path: '/elements',
      title: '数据项目录',
      access: { allow: 'read-tables' },
      menu,
      icon: 'dictionary',
      order: 41,
    },
  },
});

// What other systems that ask something of the grass roots read, and enter their own asks into: nothing is asked twice.
export { askedItem } from './registers/asked-item.ts';
export { element } from './registers/element.ts';
export { plainTitle } from './table/compare-asks.ts';

/** What 督查考核 promises: decisions split into tasks, their lights, reports, reminders, facts, scores, appeals and bulletins. */
import { defineContract } from '../../../kernel/contract.ts';
import { appeal } from './appeal/appeal.ts';
import { errors } from './errors.ts';
import { matter } from './matter/matter.ts';
import { permissions, roles, settings } from './permissions.ts';
import { bulletin } from './registers/bulletin.ts';
import { fact } from './registers/fact.ts';
import { lightRule } from './registers/light-rule.ts';
import { reminder } from './registers/reminder.ts';
import { report } from './registers/report.ts';
import { scoreRule } from './registers/score-rule.ts';
import { scoreRoutes } from './routes/score-routes.ts';
import { taskRoutes } from './routes/task-routes.ts';
import { task } from './task/task.ts';

const menu = '督查考核';

export default defineContract({
  id: 'supervision',
  title: '督查考核',
  task: 'party',
  plan: ['supervision'],
  permissions,
  roles,
  errors,
  settings,
  registers: { 'light-rule': lightRule, 'score-rule': scoreRule, report, fact, reminder, bulletin },
  cases: { matter, task, appeal },
  routes: { ...taskRoutes, ...scoreRoutes },
  pages: {
    board: { path: '/', title: '督查看板', access: { allow: 'read' }, menu, icon: 'dashboard', order: 10 },
    matters: {
      path: '/matters',
      title: '督查事项',
      access: { allow: 'read' },
      menu,
      icon: 'list',
      order: 20,
    },
    plan: {
      path: '/matters/new',
      title: '督查立项',
      access: { allow: 'file' },
      menu,
      icon: 'add',
      order: 21,
    },
    matter: { path: '/matters/:id', title: '督查事项办理', access: { allow: 'read' } },
    edit: { path: '/matters/:id/edit', title: '修改督查事项', access: { allow: 'file' } },
    task: { path: '/tasks/:id', title: '督查任务', access: { allow: 'read' } },
    scores: { path: '/scores', title: '考核得分', access: { allow: 'read' }, menu, icon: 'chart', order: 30 },
    appeal: { path: '/appeals/:id', title: '考核申诉', access: { allow: 'read' } },
    bulletins: {
      path: '/bulletins',
      title: '督查通报',
      access: { allow: 'read' },
      menu,
      icon: 'document',
      order: 40,
    },
    rules: {
      path: '/rules',
      title: '灯色和计分规则',
      access: { allow: 'read' },
      menu,
      icon: 'rule',
      order: 50,
    },
  },
});

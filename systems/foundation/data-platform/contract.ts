/** What 江淮大数据中心阜阳子平台 promises: one view of storage, sharing, situation and security, a watch over leaks, and the cases that follow. */
import { z } from 'zod';
import { defineContract } from '../../../kernel/contract.ts';
import { handling } from './case/handling.ts';
import { errors } from './errors.ts';
import { permissions, roles, settings } from './permissions.ts';
import { alert } from './registers/alert.ts';
import { breach } from './registers/breach.ts';
import { exception } from './registers/exception.ts';
import { alertRoutes } from './routes/alert-routes.ts';
import { breachRoutes } from './routes/breach-routes.ts';
import { situationRoutes } from './routes/situation-routes.ts';

const menu = '数据中心';

export default defineContract({
  id: 'data-platform',
  title: '江淮大数据中心阜阳子平台',
  task: 'foundation',
  plan: ['data-subplatform'],
  permissions,
  roles,
  errors,
  settings,
  registers: { alert, exception, breach },
  cases: { handling },
  events: {
    /** A case concluded that a contract be suspended; 数据共享 carries it out. */
    suspended: z.object({ agreement: z.uuid(), handling: z.uuid(), by: z.string(), reason: z.string() }),
  },
  routes: { ...situationRoutes, ...alertRoutes, ...breachRoutes },
  pages: {
    situation: {
      path: '/',
      title: '数据中心态势',
      access: { allow: 'read' },
      menu,
      icon: 'dashboard',
      order: 90,
    },
    alerts: {
      path: '/alerts',
      title: '泄露告警',
      access: { allow: 'see-alerts' },
      menu,
      icon: 'warning',
      order: 91,
    },
    alert: { path: '/alerts/:id', title: '泄露告警', access: { allow: 'see-alerts' } },
    handlings: {
      path: '/handlings',
      title: '安全处置单',
      access: { allow: 'see-alerts' },
      menu,
      icon: 'to-do',
      order: 92,
    },
    breaches: {
      path: '/breaches',
      title: '违规台账',
      access: { allow: 'see-alerts' },
      menu,
      icon: 'book',
      order: 93,
    },
    breach: { path: '/breaches/:id', title: '数据安全违规', access: { allow: 'see-alerts' } },
    exceptions: {
      path: '/exceptions',
      title: '告警例外',
      access: { allow: 'watch' },
      menu,
      icon: 'eye-off',
      order: 94,
    },
    wall: {
      path: '/',
      title: '数据中心一屏',
      access: { allow: 'screen' },
      face: 'screen',
      menu: '数字底座',
      icon: 'dashboard',
      order: 40,
    },
  },
});

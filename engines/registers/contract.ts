/** What the registers engine offers over HTTP: the catalogue, rows, history, code lists, imports and exports of every register. */
import { defineContract } from '../../kernel/contract.ts';
import { registerErrors } from './errors.ts';
import { destruction, hold } from './registers/kept-rows.ts';
import { catalogueRoutes } from './routes/catalogue-routes.ts';
import { codeListRoutes } from './routes/code-list-routes.ts';
import { byRegister } from './routes/query.ts';
import { retentionRoutes } from './routes/retention-routes.ts';
import { rowRoutes } from './routes/row-routes.ts';
import { sheetRoutes } from './routes/sheet-routes.ts';
import { settings } from './settings.ts';

export { FieldInfo } from './routes/catalogue-routes.ts';
export type { RowReply } from './routes/row-routes.ts';
export { ExportPlan, ExportWish } from './routes/sheet-routes.ts';

export default defineContract({
  id: 'registers',
  title: '台账',
  plan: [],
  permissions: {
    'manage-code-lists': '维护代码表',
    'watch-retention': '查看保存期限和销毁记录',
    'hold-rows': '暂缓和恢复销毁',
  },
  administration: ['manage-code-lists'],
  roles: {
    'code-keeper': { title: '代码表管理员', allow: ['manage-code-lists'], reach: 'all' },
    'retention-keeper': {
      title: '保存期限管理员',
      allow: ['watch-retention', 'hold-rows'],
      reach: 'all',
    },
  },
  errors: registerErrors,
  registers: { hold, destruction },
  settings,
  routes: { ...catalogueRoutes, ...rowRoutes, ...codeListRoutes, ...sheetRoutes, ...retentionRoutes },
  pages: {
    catalogue: {
      path: '/',
      title: '台账目录',
      access: byRegister,
      menu: '数据台账',
      icon: 'register',
      order: 600,
    },
    'code-lists': {
      path: '/code-lists',
      title: '数据字典',
      access: { signedInBecause: '代码表是公开的标准分类,修改另需权限' },
      menu: '数据台账',
      icon: 'dictionary',
      order: 610,
    },
    retention: {
      path: '/retention',
      title: '保存期限',
      access: { allow: 'watch-retention' },
      menu: '数据台账',
      icon: 'time',
      order: 620,
    },
    list: { path: '/:register/rows', title: '台账', access: byRegister },
    create: { path: '/:register/new', title: '新增记录', access: byRegister },
    import: { path: '/:register/import', title: '导入', access: byRegister },
    detail: { path: '/:register/rows/:id', title: '记录', access: byRegister },
    edit: { path: '/:register/rows/:id/edit', title: '修改记录', access: byRegister },
  },
});

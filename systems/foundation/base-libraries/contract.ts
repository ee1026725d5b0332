/** What 基础库和主题库 promise: one record for each person, legal entity and figure out of several departments' data, and how it may be used. */
import { z } from 'zod';
import { defineContract } from '../../../kernel/contract.ts';
import { errors } from './errors.ts';
import { permissions, roles, settings } from './permissions.ts';
import { check } from './registers/check.ts';
import { decision } from './registers/decision.ts';
import { doubt } from './registers/doubt.ts';
import { portraitGrant, portraitLook } from './registers/portrait.ts';
import { libraryRoutes } from './routes/library-routes.ts';
import { lineageRoutes } from './routes/lineage-routes.ts';
import { martRoutes } from './routes/mart-routes.ts';
import { portraitRoutes } from './routes/portrait-routes.ts';
import { recordRoutes } from './routes/record-routes.ts';
import { stewardRoutes } from './routes/steward-routes.ts';

const menu = '基础库和主题库';

export default defineContract({
  id: 'base-libraries',
  title: '基础库和主题库',
  task: 'foundation',
  plan: ['base-population', 'base-legal-entity', 'base-macro', 'base-geo', 'base-video', 'theme-dbs'],
  permissions,
  roles,
  errors,
  settings,
  registers: { check, doubt, decision, 'portrait-grant': portraitGrant, 'portrait-look': portraitLook },
  events: {
    /** Records of a library whose changes in one build are such an event: how many, and the first of them. */
    lifeEvent: z.object({
      library: z.string(),
      kind: z.string(),
      title: z.string(),
      count: z.number(),
      records: z.array(z.string()),
    }),
  },
  interfaces: {
    verify: {
      title: '身份和主体核验',
      summary: '核验号码和姓名（名称）是否与人口、法人基础库一致，只答是否，不给出任何登记信息',
      owner: 'city-data-resources',
      level: 'application',
      versions: {
        '1.0.0': {
          route: 'check',
          example: {
            code: 'legal-entity',
            number: '91341200MA2DEMO00X',
            name: '演示商贸有限公司',
            purpose: 'service',
            basis: '演示办件 BJ-001',
          },
          answer: { matches: true },
        },
      },
    },
  },
  routes: {
    ...libraryRoutes,
    ...recordRoutes,
    ...martRoutes,
    ...lineageRoutes,
    ...stewardRoutes,
    ...portraitRoutes,
  },
  pages: {
    libraries: {
      path: '/',
      title: '库的总览',
      access: { allow: 'read' },
      menu,
      icon: 'dashboard',
      order: 120,
    },
    check: { path: '/check', title: '核验', access: { allow: 'check' }, menu, icon: 'check', order: 122 },
    checks: {
      path: '/checks',
      title: '核验记录',
      access: { allow: 'check' },
      menu,
      icon: 'list',
      order: 123,
    },
    doubts: {
      path: '/doubts',
      title: '疑义转办',
      access: { allow: 'read' },
      menu,
      icon: 'warning',
      order: 124,
    },
    marts: {
      path: '/marts',
      title: '主题集市',
      access: { allow: 'read' },
      menu,
      icon: 'table',
      order: 121,
    },
    mart: { path: '/marts/:code', title: '主题集市', access: { allow: 'read' } },
    lineage: { path: '/lineage/:dataset', title: '字段血缘', access: { allow: 'read' } },
    steward: {
      path: '/steward',
      title: '裁定',
      access: { allow: 'decide' },
      menu,
      icon: 'rule',
      order: 125,
    },
    portraits: {
      path: '/portraits',
      title: '数据画像',
      access: { allow: 'portray' },
      menu,
      icon: 'contact',
      order: 126,
    },
    grants: {
      path: '/portrait-grants',
      title: '画像授权',
      access: { allow: 'grant' },
      menu,
      icon: 'key',
      order: 127,
    },
    'own-looks': {
      path: '/own-looks',
      title: '谁看过我的画像',
      access: { allow: 'own' },
      face: 'citizen',
      menu: '我的',
      icon: 'contact',
      order: 31,
    },
    library: { path: '/:code', title: '基础库', access: { allow: 'read' } },
    records: { path: '/:code/records', title: '库的记录', access: { allow: 'inspect' } },
    record: { path: '/:code/records/:id', title: '记录', access: { allow: 'inspect' } },
  },
});

// What other systems read: under which dataset a library stands in the lake.
export { findLibrary } from './data/libraries.ts';

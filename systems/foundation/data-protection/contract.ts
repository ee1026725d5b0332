/** What 个人信息保护 promises: a person sees where the city holds something on him, and asks for copy, correction, deletion, withdrawal, explanation. */
import { defineContract } from '../../../kernel/contract.ts';
import { request } from './case/request.ts';
import { errors } from './errors.ts';
import { permissions, roles, settings } from './permissions.ts';
import { exported, exportPrint } from './registers/export.ts';
import { policy } from './registers/policy.ts';
import { policyRoutes } from './routes/policy-routes.ts';
import { handover } from './registers/handover.ts';
import { exportRoutes } from './routes/export-routes.ts';
import { officerRoutes } from './routes/officer-routes.ts';
import { ownRoutes } from './routes/own-routes.ts';

export default defineContract({
  id: 'data-protection',
  title: '个人信息保护',
  task: 'foundation',
  plan: ['data-security'],
  permissions,
  roles,
  errors,
  settings,
  registers: { handover, export: exported, 'export-print': exportPrint, policy },
  cases: { request },
  routes: { ...ownRoutes, ...officerRoutes, ...exportRoutes, ...policyRoutes },
  pages: {
    requests: {
      path: '/requests',
      title: '个人信息请求',
      access: { allow: 'read' },
      menu: '个人信息保护',
      icon: 'role',
      order: 560,
    },
    request: { path: '/requests/:id', title: '个人信息请求办理', access: { allow: 'read' } },
    exports: {
      path: '/exports',
      title: '导出审批',
      access: { signedInBecause: '列出本人的申请，审批和查看他人的另需权限' },
      menu: '个人信息保护',
      icon: 'export',
      order: 561,
    },
    'new-export': {
      path: '/exports/new',
      title: '申请导出',
      access: { signedInBecause: '申请人对台账的导出权限由台账自己裁决' },
    },
    export: {
      path: '/exports/:id',
      title: '导出申请',
      access: { signedInBecause: '只见本人的申请，审批和查看他人的另需权限' },
    },
    trace: {
      path: '/trace',
      title: '水印溯源',
      access: { allow: 'trace' },
      menu: '个人信息保护',
      icon: 'search',
      order: 562,
    },
    policies: {
      path: '/policies',
      title: '脱敏水印策略',
      access: { allow: 'read-policies' },
      menu: '个人信息保护',
      icon: 'eye-off',
      order: 563,
    },
    'new-policy': { path: '/policies/new', title: '新建策略', access: { allow: 'keep-policies' } },
    policy: { path: '/policies/:id', title: '策略', access: { allow: 'read-policies' } },
    mine: {
      path: '/mine',
      title: '我的个人信息',
      access: { allow: 'ask' },
      face: 'citizen',
      menu: '我的',
      icon: 'eye-off',
      order: 60,
    },
    'mine-register': {
      path: '/mine/:register',
      title: '登记的信息',
      access: { allow: 'ask' },
      face: 'citizen',
    },
    'my-requests': {
      path: '/requests',
      title: '我的信息请求',
      access: { allow: 'ask' },
      face: 'citizen',
      menu: '我的',
      icon: 'list',
      order: 61,
    },
    'my-request': { path: '/requests/:id', title: '请求进度', access: { allow: 'ask' }, face: 'citizen' },
  },
});

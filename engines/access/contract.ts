/** What the access engine offers over HTTP: signing in and out, people, roles, posts, organs, settings and the audit. */
import { defineContract } from '../../kernel/contract.ts';
import { accessErrors } from './errors.ts';
import { agencyRoutes } from './routes/agency-routes.ts';
import { applicationRoutes } from './routes/application-routes.ts';
import { auditRoutes } from './routes/audit-routes.ts';
import { factorRoutes } from './routes/factor-routes.ts';
import { identityRoutes } from './routes/identity-routes.ts';
import { lookRoutes } from './routes/look-routes.ts';
import { personRoutes } from './routes/person-routes.ts';
import { postRoutes } from './routes/post-routes.ts';
import { roleRoutes } from './routes/role-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';
import { settingRoutes } from './routes/setting-routes.ts';
import { accessSettings } from './settings.ts';

export { type CallContent, callText } from './signed-call.ts';
export type { Agency } from './routes/agency-routes.ts';
export type { Application, Registration } from './routes/application-routes.ts';
export type { Look } from './routes/look-routes.ts';
export type { AuditFilter } from './routes/audit-routes.ts';
export type { Factors } from './routes/factor-routes.ts';
export type { OwnIdentity } from './routes/identity-routes.ts';
export type { Person } from './routes/person-routes.ts';
export type { Explanation, Mine, RequestLine, SessionLine } from './routes/post-routes.ts';
export type { Session } from './routes/session-routes.ts';

export default defineContract({
  id: 'access',
  title: '系统管理',
  plan: [],
  permissions: {
    'manage-people': '管理人员账号',
    'manage-roles': '管理角色与授权',
    'manage-settings': '管理系统参数',
    'read-audit': '查看审计日志',
    'review-looks': '抽查个人信息查询',
    'answer-looks': '答复存疑的查询',
    'read-applications': '查看接入应用',
    'manage-applications': '登记接入应用',
    'approve-applications': '审批接入应用',
    'approve-requests': '双人审批',
    'watch-alarms': '查看权限告警',
    'verify-identity': '窗口核验市民身份',
    'approve-audit-exports': '审批审计记录导出',
  },
  roles: {
    'system-administrator': {
      title: '系统管理员',
      allow: [
        'manage-people',
        'manage-settings',
        'read-applications',
        'manage-applications',
        'approve-requests',
      ],
      reach: 'all',
    },
    'security-administrator': {
      title: '安全管理员',
      allow: [
        'manage-roles',
        'read-applications',
        'approve-applications',
        'approve-requests',
        'watch-alarms',
        'approve-audit-exports',
      ],
      reach: 'all',
    },
    'identity-clerk': {
      title: '身份核验员',
      allow: ['verify-identity'],
      clearance: 'personal',
      reach: 'department',
    },
    'look-reviewer': { title: '查询抽查员', allow: ['review-looks'], reach: 'all' },
    'look-officer': { title: '部门数据安全员', allow: ['answer-looks'], reach: 'department' },
    'audit-administrator': {
      title: '审计管理员',
      allow: ['read-audit', 'approve-requests', 'watch-alarms'],
      reach: 'all',
    },
  },
  errors: accessErrors,
  settings: accessSettings,
  routes: {
    ...sessionRoutes,
    ...factorRoutes,
    ...applicationRoutes,
    ...postRoutes,
    ...personRoutes,
    ...roleRoutes,
    ...auditRoutes,
    ...lookRoutes,
    ...identityRoutes,
    ...agencyRoutes,
    ...settingRoutes,
  },
  pages: {
    people: {
      path: '/people',
      title: '人员账号',
      access: { allow: 'manage-people' },
      menu: '系统管理',
      icon: 'people',
      order: 900,
    },
    grants: {
      path: '/grants',
      title: '角色授权',
      access: { allow: 'manage-roles' },
      menu: '系统管理',
      icon: 'key',
      order: 901,
    },
    roles: {
      path: '/roles',
      title: '角色',
      access: { allow: 'manage-roles' },
      menu: '系统管理',
      icon: 'role',
      order: 902,
    },
    settings: {
      path: '/settings',
      title: '系统参数',
      access: { allow: 'manage-settings' },
      menu: '系统管理',
      icon: 'settings',
      order: 903,
    },
    applications: {
      path: '/applications',
      title: '接入应用',
      access: { allow: 'read-applications' },
      menu: '系统管理',
      icon: 'app',
      order: 905,
    },
    consent: { path: '/consent', title: '授权登录', access: { signedInBecause: '本人决定是否同意' } },
    agree: {
      path: '/agree',
      title: '授权登录',
      access: { signedInBecause: '本人决定是否同意' },
      face: 'citizen',
    },
    mine: {
      path: '/mine',
      title: '我的岗位与会话',
      access: { signedInBecause: '只涉及本人' },
      menu: '工作台',
      icon: 'person',
      order: 89,
    },
    oversight: {
      path: '/oversight',
      title: '权限监督',
      access: { allow: 'watch-alarms' },
      menu: '系统管理',
      icon: 'key',
      order: 903,
    },
    looks: {
      path: '/looks',
      title: '查询抽查',
      access: { allow: 'review-looks' },
      menu: '数据安全',
      icon: 'eye',
      order: 910,
    },
    doubts: {
      path: '/doubts',
      title: '存疑查询答复',
      access: { allow: 'answer-looks' },
      menu: '数据安全',
      icon: 'eye',
      order: 911,
    },
    requests: {
      path: '/requests',
      title: '双人审批',
      access: { allow: 'approve-requests' },
      menu: '系统管理',
      icon: 'check',
      order: 906,
    },
    factors: {
      path: '/factors',
      title: '登录保护',
      access: { signedInBecause: '管理本人的验证方式' },
      menu: '工作台',
      icon: 'key',
      order: 90,
    },
    identity: {
      path: '/identity',
      title: '我的身份',
      access: { signedInBecause: '核验本人的身份' },
      face: 'citizen',
      menu: '我的',
      icon: 'person',
      order: 10,
    },
    family: {
      path: '/family',
      title: '家人与代办',
      access: { signedInBecause: '只涉及本人的授权' },
      face: 'citizen',
      menu: '我的',
      icon: 'people',
      order: 11,
    },
    enterprises: {
      path: '/enterprises',
      title: '企业授权',
      access: { signedInBecause: '只涉及本人的授权' },
      face: 'citizen',
      menu: '我的',
      icon: 'app',
      order: 12,
    },
    window: {
      path: '/window',
      title: '身份核验窗口',
      access: { allow: 'verify-identity' },
      menu: '工作台',
      icon: 'check',
      order: 60,
    },
    audit: {
      path: '/audit',
      title: '审计日志',
      access: { allow: 'read-audit' },
      menu: '系统管理',
      icon: 'audit',
      order: 904,
    },
  },
});

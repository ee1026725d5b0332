/** What the access engine offers over HTTP: signing in and out, people, roles, posts, organs, settings and the audit. */
import { z } from 'zod';
import { defineContract, get, patch, post } from '../../kernel/contract.ts';
import {
  conflict,
  defineErrors,
  forbidden,
  invalid,
  tooLarge,
  tooMany,
  unauthenticated,
  unavailable,
} from '../../kernel/errors.ts';
import { LogHealth, Receipt } from '../trust/contract.ts';

export const accessErrors = defineErrors('access', {
  wrongPassword: unauthenticated('账号或密码错误'),
  locked: tooMany('连续登录失败次数过多，账号已锁定，请 {minutes} 分钟后再试'),
  weakPassword: invalid('密码不符合要求：{reason}'),
  oldPasswordWrong: invalid('原密码错误'),
  passwordReused: invalid('不能使用最近 {count} 次用过的密码'),
  accountTaken: conflict('该账号已被使用'),
  mustChangePassword: forbidden('首次登录或密码到期，请先修改密码'),
  rolesConflict: conflict('系统管理员、安全管理员、审计管理员不能由同一人担任，也不能兼任业务岗位'),
  ownGrant: forbidden('不能给自己授权'),
  unknownRole: invalid('没有该角色：{role}'),
  unknownDepartment: invalid('没有该单位：{department}'),
  unknownArea: invalid('没有该区划：{area}'),
  builtIn: conflict('系统内置角色的权限由系统声明，不能修改'),
  auditStopped: unavailable('审计记录封存已停止，为保证可追溯暂停写入，请联系系统管理员'),
  auditUnsealed: conflict('该记录尚未封存，请稍候再试'),
  auditAnchored: conflict('该记录封存于存证日志启用之前，没有单独的凭证，请用“校验审计”核对'),
  auditExportLarge: tooLarge('符合条件的记录超过 {most} 条，请缩小范围后再导出'),
});

const account = z.string().trim().min(3).max(40);
const password = z.string().min(1).max(200);
const empty = z.object({});
const done = z.object({ done: z.literal(true) });

export const SessionPage = z.object({
  face: z.string(),
  system: z.string(),
  systemTitle: z.string(),
  key: z.string(),
  title: z.string(),
  path: z.string(),
  menu: z.string().nullable(),
  icon: z.string().nullable(),
  order: z.number(),
});

export const Session = z.object({
  signedIn: z.boolean(),
  subject: z.object({
    id: z.string(),
    name: z.string(),
    kind: z.string(),
    departments: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
  demo: z.boolean(),
  mustChangePassword: z.boolean(),
  /** Minutes without a request after which the session ends. */
  idleMinutes: z.number(),
  permissions: z.array(z.string()),
  pages: z.array(SessionPage),
});
export type Session = z.infer<typeof Session>;

export const Post = z.object({ role: z.string(), department: z.string(), area: z.string() });

export const Person = z.object({
  id: z.string(),
  account: z.string(),
  name: z.string(),
  kind: z.string(),
  state: z.string(),
  demo: z.boolean(),
  lockedUntil: z.string().nullable(),
  lastSignInAt: z.string().nullable(),
  posts: z.array(Post.extend({ roleTitle: z.string(), departmentName: z.string(), areaName: z.string() })),
});
export type Person = z.infer<typeof Person>;

export const Role = z.object({
  id: z.string(),
  title: z.string(),
  system: z.string(),
  permissions: z.array(z.string()),
  clearance: z.string(),
  reach: z.string(),
  builtIn: z.boolean(),
});

export const AuditLine = z.object({
  position: z.number(),
  at: z.string(),
  subject: z.string(),
  subjectName: z.string(),
  address: z.string(),
  module: z.string(),
  moduleTitle: z.string(),
  event: z.string(),
  objectType: z.string(),
  objectId: z.string(),
  result: z.string(),
  detail: z.record(z.string(), z.unknown()),
  sealed: z.boolean(),
});

/** What the audit is searched by; empty means any. */
const auditFilter = {
  subject: z.string().max(60).default(''),
  module: z.string().max(60).default(''),
  /** Events, with commas between them. */
  event: z.string().max(200).default(''),
  objectId: z.string().max(80).default(''),
  /** Moments, ISO. */
  from: z.string().max(30).default(''),
  to: z.string().max(30).default(''),
};
const AuditFilter = z.object(auditFilter);
export type AuditFilter = z.infer<typeof AuditFilter>;

const paging = {
  page: z.coerce.number().int().min(1).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
};

export default defineContract({
  id: 'access',
  title: '系统管理',
  plan: [],
  permissions: {
    'manage-people': '管理人员账号',
    'manage-roles': '管理角色与授权',
    'manage-settings': '管理系统参数',
    'read-audit': '查看审计日志',
  },
  roles: {
    'system-administrator': {
      title: '系统管理员',
      allow: ['manage-people', 'manage-settings'],
      reach: 'all',
    },
    'security-administrator': { title: '安全管理员', allow: ['manage-roles'], reach: 'all' },
    'audit-administrator': { title: '审计管理员', allow: ['read-audit'], reach: 'all' },
  },
  errors: accessErrors,
  settings: {
    'failures-to-lock': {
      title: '连续登录失败锁定次数',
      value: 5,
      unit: '次',
      minimum: 3,
      maximum: 10,
      source: 'GB/T 22239-2019 8.1.4.1 b)',
    },
    'lock-minutes': {
      title: '登录失败锁定时长',
      value: 30,
      unit: '分钟',
      minimum: 5,
      maximum: 1440,
      source: 'GB/T 22239-2019 8.1.4.1 b)',
    },
    'idle-minutes': {
      title: '无操作自动退出',
      value: 30,
      unit: '分钟',
      minimum: 5,
      maximum: 240,
      source: 'GB/T 22239-2019 8.1.4.1 b)',
    },
    'idle-minutes-administrator': {
      title: '管理员无操作自动退出',
      value: 15,
      unit: '分钟',
      minimum: 5,
      maximum: 60,
      source: 'GB/T 22239-2019 8.1.4.1 b)',
    },
    'session-hours': {
      title: '会话最长时间',
      value: 12,
      unit: '小时',
      minimum: 1,
      maximum: 72,
      source: 'OWASP ASVS 5.0 7.3.2',
    },
    'password-length': {
      title: '密码最短长度',
      value: 8,
      unit: '位',
      minimum: 8,
      maximum: 64,
      source: 'GB/T 22239-2019 8.1.4.1 a)',
    },
    'password-length-administrator': {
      title: '管理员密码最短长度',
      value: 12,
      unit: '位',
      minimum: 12,
      maximum: 64,
      source: 'GB/T 22239-2019 8.1.4.1 a)',
    },
    'password-days': {
      title: '密码有效期',
      value: 90,
      unit: '天',
      minimum: 1,
      maximum: 365,
      source: 'GB/T 22239-2019 8.1.4.1 a)',
    },
    'password-history': {
      title: '不得重复最近密码数',
      value: 5,
      unit: '次',
      minimum: 1,
      maximum: 24,
      source: 'GB/T 22239-2019 8.1.4.1 a)',
    },
    'audit-stop-seconds': {
      title: '审计封存中断多久后停止写入',
      value: 14400,
      unit: '秒',
      minimum: 60,
      maximum: 86400,
      source: 'X-Road 安全服务器默认值',
    },
    'audit-keep-months': {
      title: '审计记录保存期限',
      value: 60,
      unit: '个月',
      minimum: 6,
      maximum: 1200,
      source: '网络安全法 第二十一条(三)：不少于六个月；GB/T 22239-2019 8.1.4.3；五年为本地默认',
    },
    'audit-export-lines': {
      title: '审计记录一次导出上限',
      value: 5000,
      unit: '条',
      minimum: 100,
      maximum: 20_000,
      source: '本地默认',
    },
  },
  routes: {
    signIn: post('/sign-in', {
      title: '登录',
      publicBecause: '登录之前没有身份',
      input: z.object({ account, password }),
      output: z.object({ mustChangePassword: z.boolean() }),
      rate: 60,
    }),
    signUp: post('/sign-up', {
      title: '市民注册',
      publicBecause: '注册之前没有身份',
      input: z.object({
        account: z.string().regex(/^1[3-9]\d{9}$/, '请填写 11 位手机号'),
        name: z.string().trim().min(2).max(30),
        password,
      }),
      output: done,
      rate: 10,
    }),
    signOut: post('/sign-out', {
      title: '退出',
      signedInBecause: '结束自己的会话',
      input: empty,
      output: done,
    }),
    session: get('/session', {
      title: '当前会话',
      publicBecause: '页面据此决定显示登录还是菜单',
      input: empty,
      output: Session,
    }),
    changePassword: post('/password', {
      title: '修改密码',
      signedInBecause: '修改自己的密码',
      input: z.object({ current: password, next: password }),
      output: done,
      rate: 20,
    }),
    departments: get('/departments', {
      title: '单位',
      signedInBecause: '单位名录供选择单位时使用，属于公开信息',
      input: empty,
      output: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          shortName: z.string(),
          area: z.string(),
          parent: z.string().nullable(),
          kind: z.string(),
          pinyin: z.string(),
        }),
      ),
    }),
    names: get('/names', {
      title: '人员姓名',
      signedInBecause: '工作人员据此看到经办人是谁；市民只得到空结果',
      input: z.object({ ids: z.string().max(4000) }),
      output: z.object({ names: z.record(z.string(), z.string()) }),
    }),
    colleagues: get('/colleagues', {
      title: '查找工作人员',
      signedInBecause: '工作人员选择办理人时使用；市民只得到空结果',
      input: z.object({ search: z.string().trim().max(40).default('') }),
      output: z.array(z.object({ id: z.string(), name: z.string(), department: z.string() })),
    }),
    people: get('/people', {
      title: '人员账号',
      allow: 'manage-people',
      input: z.object({
        ...paging,
        search: z.string().trim().max(40).default(''),
        kind: z.enum(['official', 'citizen', 'service', 'all']).default('official'),
      }),
      output: z.object({ rows: z.array(Person), total: z.number() }),
    }),
    createPerson: post('/people', {
      title: '新建账号',
      allow: 'manage-people',
      input: z.object({ account, name: z.string().trim().min(2).max(30) }),
      output: z.object({ id: z.string(), password: z.string() }),
    }),
    changePersonState: patch('/people/:id/state', {
      title: '启用或停用账号',
      allow: 'manage-people',
      input: z.object({ id: z.uuid(), state: z.enum(['active', 'disabled']) }),
      output: done,
    }),
    resetPassword: post('/people/:id/password', {
      title: '重置密码',
      allow: 'manage-people',
      input: z.object({ id: z.uuid() }),
      output: z.object({ password: z.string() }),
    }),
    endSessions: post('/people/:id/sessions/end', {
      title: '强制下线',
      allow: 'manage-people',
      input: z.object({ id: z.uuid() }),
      output: z.object({ ended: z.number() }),
    }),
    grantees: get('/grantees', {
      title: '人员授权',
      allow: 'manage-roles',
      input: z.object({ ...paging, search: z.string().trim().max(40).default('') }),
      output: z.object({ rows: z.array(Person), total: z.number() }),
    }),
    setPosts: post('/people/:id/posts', {
      title: '授予岗位',
      allow: 'manage-roles',
      input: z.object({ id: z.uuid(), posts: z.array(Post).max(20) }),
      output: done,
    }),
    roles: get('/roles', { title: '角色', allow: 'manage-roles', input: empty, output: z.array(Role) }),
    permissions: get('/permissions', {
      title: '权限清单',
      allow: 'manage-roles',
      input: empty,
      output: z.array(
        z.object({ id: z.string(), title: z.string(), system: z.string(), systemTitle: z.string() }),
      ),
    }),
    saveRole: post('/roles', {
      title: '新建或修改角色',
      allow: 'manage-roles',
      input: z.object({
        id: z.string().regex(/^custom:[a-z0-9-]{2,40}$/),
        title: z.string().trim().min(2).max(30),
        permissions: z.array(z.string()).min(1).max(200),
        clearance: z.enum(['public', 'internal', 'personal', 'sensitive']),
        reach: z.enum(['all', 'area', 'department', 'self']),
      }),
      output: done,
    }),
    audit: get('/audit', {
      title: '审计日志',
      allow: 'read-audit',
      input: z.object({ ...paging, ...auditFilter }),
      output: z.object({ rows: z.array(AuditLine), total: z.number(), more: z.boolean() }),
    }),
    verifyAudit: post('/audit/verify', {
      title: '校验审计',
      allow: 'read-audit',
      /** Moments; without them all that is kept. */
      input: z.object({ from: z.iso.datetime().optional(), to: z.iso.datetime().optional() }),
      output: z.object({
        sealed: z.number(),
        batches: z.number(),
        unsealed: z.number(),
        intact: z.boolean(),
        firstBad: z.string().nullable(),
        /** Of the log up to the last seal that was verified; root is SM3, hexadecimal. */
        size: z.number(),
        root: z.string(),
        /** Seals whose lines were disposed of after their time of keeping. */
        disposed: z.number(),
        health: LogHealth,
      }),
      rate: 6,
    }),
    proveAudit: get('/audit/:position/proof', {
      title: '审计记录的存证凭证',
      allow: 'read-audit',
      input: z.object({ position: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
      output: Receipt,
    }),
    exportAudit: get('/audit/export', {
      title: '导出审计记录及凭证',
      allow: 'read-audit',
      input: AuditFilter,
      output: 'binary',
      rate: 6,
    }),
    settings: get('/settings', {
      title: '系统参数',
      allow: 'manage-settings',
      input: empty,
      output: z.array(
        z.object({
          name: z.string(),
          title: z.string(),
          value: z.number(),
          standard: z.number(),
          unit: z.string(),
          minimum: z.number().nullable(),
          maximum: z.number().nullable(),
          source: z.string(),
          system: z.string(),
          systemTitle: z.string(),
        }),
      ),
    }),
    changeSetting: patch('/settings/:name', {
      title: '修改参数',
      allow: 'manage-settings',
      input: z.object({ name: z.string().max(80), value: z.number() }),
      output: done,
    }),
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

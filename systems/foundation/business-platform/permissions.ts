/** Who may do what in the market, and the roles that are offered ready-made. */

export const permissions = {
  browse: '查看接口市场和应用',
  apply: '登记应用、管理密钥、申请接口',
  own: '发布和弃用本部门的接口、审核申请',
  govern: '统筹接口市场、应用上架、查看全部统计',
} as const;

export type Permission = keyof typeof permissions;

export const roles = {
  developer: { title: '应用开发人', allow: ['browse', 'apply'], clearance: 'personal', reach: 'department' },
  // A case belongs to whoever holds it: he who asked sees his own on its whole way.
  requester: { title: '接口申请人', allow: ['browse', 'apply'], reach: 'self' },
  owner: { title: '接口提供人', allow: ['browse', 'own'], reach: 'department' },
  manager: { title: '业务中台管理员', allow: ['browse', 'own', 'govern'], reach: 'all' },
} as const;

const local = '本地默认';

export const settings = {
  'review-days': {
    title: '接口申请审核时限',
    value: 5,
    unit: '工作日',
    minimum: 1,
    maximum: 30,
    source: local,
  },
  'call-seconds': {
    title: '接口调用签名时间允许误差',
    value: 300,
    unit: '秒',
    minimum: 10,
    maximum: 3600,
    source: `${local}：常见接口网关为5分钟`,
  },
  'overlap-hours': {
    title: '换发密钥后旧密钥的有效时间',
    value: 24,
    unit: '小时',
    minimum: 0,
    maximum: 720,
    source: `${local}：够应用换上新密钥；泄露时用吊销，立即失效`,
  },
  'most-per-minute': {
    title: '一个应用对一个接口的每分钟额度上限',
    value: 6000,
    unit: '次',
    minimum: 1,
    maximum: 1_000_000,
    source: `${local}；接口自己限得更低时按接口的`,
  },
  'most-per-day': {
    title: '一个应用对一个接口的每日额度上限',
    value: 1_000_000,
    unit: '次',
    minimum: 1,
    maximum: 1_000_000_000,
    source: local,
  },
  'sandbox-per-minute': {
    title: '沙箱每个应用每分钟额度',
    value: 60,
    unit: '次',
    minimum: 1,
    maximum: 10_000,
    source: local,
  },
  'sandbox-per-day': {
    title: '沙箱每个应用每日额度',
    value: 5000,
    unit: '次',
    minimum: 1,
    maximum: 1_000_000,
    source: local,
  },
  'sunset-days': {
    title: '弃用到停用的最短时间',
    value: 90,
    unit: '天',
    minimum: 1,
    maximum: 1000,
    source: `${local}：给调用方改造的时间`,
  },
} as const;

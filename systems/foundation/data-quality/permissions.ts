/** Who may do what with quality, and the roles that are offered ready-made. */

export const permissions = {
  read: '查看数据质量',
  doubt: '提出数据疑义',
  verify: '核实本部门数据的疑义',
  supervise: '督办疑义',
} as const;

export type Permission = keyof typeof permissions;

export const roles = {
  user: { title: '数据使用质量员', allow: ['read', 'doubt'], reach: 'department' },
  // A case belongs to whoever holds it: he who doubted sees his own on its whole way.
  doubter: { title: '疑义提出人', allow: ['read', 'doubt'], reach: 'self' },
  provider: { title: '数据质量责任人', allow: ['read', 'verify'], reach: 'department' },
  steward: { title: '数据质量管理员', allow: ['read', 'supervise'], reach: 'all' },
} as const;

export const settings = {
  'timely-share': {
    title: '距上次更新超过周期的多少算不及时',
    value: 150,
    unit: '%',
    minimum: 100,
    maximum: 1000,
    source: '本地默认：周期的一倍半，与数据归集的迟到提醒一致；GB/T 36344-2018 未给限值',
  },
  'verify-days': {
    title: '疑义核实时限',
    value: 10,
    unit: '工作日',
    minimum: 1,
    maximum: 60,
    source: '政务数据共享的疑义校核惯例，凭记忆，可修改',
  },
} as const;

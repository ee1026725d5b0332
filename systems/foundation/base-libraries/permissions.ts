/** Who may do what with the base libraries, and the roles that are offered ready-made. */

export const permissions = {
  read: '查看基础库和主题库的统计',
  inspect: '查看记录（按密级脱敏）',
  reveal: '说明查询目的后查看一项原值',
  check: '核验（只答是否一致）',
  doubt: '把不一致的值转疑义校核',
  keep: '启动建库',
} as const;

export type Permission = keyof typeof permissions;

export const roles = {
  steward: { title: '基础库管理员', allow: ['read', 'inspect', 'doubt', 'keep'], reach: 'all' },
  reader: {
    title: '基础库查阅员',
    allow: ['read', 'inspect', 'reveal'],
    clearance: 'internal',
    reach: 'area',
  },
  source: { title: '来源部门数据员', allow: ['read', 'inspect'], reach: 'department' },
  checker: { title: '核验员', allow: ['read', 'check'], reach: 'department' },
} as const;

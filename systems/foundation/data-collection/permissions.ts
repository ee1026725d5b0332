/** Who may do what with sources and datasets, and the roles that are offered ready-made. */

export const permissions = {
  read: '查看数据源、数据集和批次',
  'keep-sources': '登记和维护数据源',
  'keep-datasets': '定义数据集、采集和处理退回记录',
  preview: '查看数据内容(按密级脱敏)',
} as const;

export type Permission = keyof typeof permissions;

export const roles = {
  keeper: {
    title: '部门数据管理员',
    allow: ['read', 'keep-sources', 'keep-datasets', 'preview'],
    clearance: 'sensitive',
    reach: 'department',
  },
  steward: {
    title: '数据归集管理员',
    allow: ['read', 'keep-sources', 'keep-datasets', 'preview'],
    clearance: 'internal',
    reach: 'all',
  },
  viewer: { title: '数据归集查看员', allow: ['read'], clearance: 'internal', reach: 'all' },
} as const;

export const settings = {
  'late-share': {
    title: '超过采集周期的多少算迟到',
    value: 150,
    unit: '%',
    minimum: 100,
    maximum: 1000,
    source: '本地默认：周期的一倍半',
  },
} as const;

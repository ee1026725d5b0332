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
  'retry-times': {
    title: '采集没有完成时最多自动重试',
    value: 3,
    unit: '次',
    minimum: 0,
    maximum: 20,
    source: '本地默认：只重试等一等可能就好的（data/curable.json）',
  },
  'retry-minutes': {
    title: '首次自动重试的间隔（逐次加倍）',
    value: 5,
    unit: '分钟',
    minimum: 1,
    maximum: 1440,
    source: '本地默认',
  },
  'volume-batches': {
    title: '数据量与最近多少批比较',
    value: 7,
    unit: '批',
    minimum: 3,
    maximum: 30,
    source: '本地默认：取中位数',
  },
  'volume-factor': {
    title: '数据量差多少倍算异常',
    value: 5,
    unit: '倍',
    minimum: 2,
    maximum: 1000,
    source: '本地默认：只告知，不退回',
  },
} as const;

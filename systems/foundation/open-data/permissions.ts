/** Who may publish open data, and the roles that are offered ready-made. */

export const permissions = {
  manage: '查看开放数据的发布情况',
  publish: '检查、发布和撤下开放数据',
} as const;

export type Permission = keyof typeof permissions;

export const roles = {
  publisher: { title: '开放数据管理员', allow: ['manage', 'publish'], reach: 'all' },
  provider: { title: '部门开放数据发布人', allow: ['manage', 'publish'], reach: 'department' },
} as const;

export const settings = {
  'smallest-group': {
    title: '准标识符同组最少行数（k）',
    value: 5,
    unit: '行',
    minimum: 2,
    maximum: 1000,
    source: '本地默认：k-匿名常用值，GB/T 37964-2019 未规定数值（凭记忆）',
  },
  'most-rows': {
    title: '一次下载最多行数',
    value: 1_000_000,
    unit: '行',
    minimum: 1,
    maximum: 1_000_000,
    source: '表格文件的行数上限',
  },
} as const;

/** Who may do what with the catalogue, and the roles that are offered ready-made. */

export const permissions = {
  read: '查看数据目录',
  file: '编制和变更目录',
  'review-department': '部门审核目录',
  'review-authority': '主管部门审核目录、暂停和注销',
  'keep-duties': '维护应编目录清单',
  'keep-elements': '维护数据元',
  'review-codes': '审核代码表条目',
  grade: '核定数据分类分级',
} as const;

export type Permission = keyof typeof permissions;

export const roles = {
  compiler: { title: '部门编目员', allow: ['read', 'file'], reach: 'department' },
  // A filing belongs to whoever holds it: its compiler sees his own on its whole way.
  author: { title: '目录经办人', allow: ['read', 'file'], reach: 'self' },
  reviewer: { title: '部门目录审核人', allow: ['read', 'file', 'review-department'], reach: 'department' },
  authority: {
    title: '数据目录管理员',
    allow: ['read', 'file', 'review-authority', 'keep-duties', 'keep-elements', 'review-codes', 'grade'],
    reach: 'all',
  },
  steward: { title: '部门数据分类分级管理员', allow: ['read', 'grade'], reach: 'department' },
  reader: { title: '数据目录查阅人', allow: ['read'], reach: 'all' },
} as const;

export const settings = {
  'authority-days': {
    title: '主管部门审核时限',
    value: 5,
    unit: '工作日',
    minimum: 1,
    maximum: 60,
    source: '本地默认：国家指南没有规定审核时限',
  },
  'department-days': {
    title: '部门审核时限',
    value: 5,
    unit: '工作日',
    minimum: 1,
    maximum: 60,
    source: '本地默认',
  },
  'passing-score': {
    title: '挂接要求的入库得分',
    value: 60,
    unit: '分',
    minimum: 0,
    maximum: 100,
    source: '本地默认：最近一批校验不低于此分算通过',
  },
  'grade-sample': {
    title: '分类分级建议每项抽样行数',
    value: 2000,
    unit: '行',
    minimum: 100,
    maximum: 20_000,
    source: '本地默认',
  },
} as const;

/** Who may do what in 一表通: who asks, who admits, who fills, who checks on the way up. */
import type { RoleSpec } from '../../../kernel/contract.ts';

export const permissions = {
  'read-tables': '查看报表库',
  read: '查看填报',
  design: '编制报表',
  endorse: '部门审核报表',
  review: '报表准入审查',
  'keep-elements': '维护数据项目录',
  issue: '下发和验收填报',
  fill: '填报',
  check: '逐级审核填报',
  administer: '跳转和处置卡住的件',
} as const;

type Permission = keyof typeof permissions;

export const roles = {
  designer: {
    title: '报表编制人',
    allow: ['read-tables', 'read', 'design', 'issue'],
    reach: 'department',
  },
  head: { title: '报表部门审核人', allow: ['read-tables', 'read', 'endorse'], reach: 'department' },
  // The bureau decides over every department's requests.
  reviewer: {
    title: '报表准入审查员',
    allow: ['read-tables', 'read', 'review', 'keep-elements'],
    reach: 'all',
  },
  // Puts right what is stuck, and carries out nothing himself.
  administrator: { title: '一表通系统管理员', allow: ['read-tables', 'read', 'administer'], reach: 'all' },
  filler: { title: '填报员', allow: ['read-tables', 'read', 'fill'], reach: 'area' },
  checker: { title: '填报审核员', allow: ['read-tables', 'read', 'fill', 'check'], reach: 'area' },
} as const satisfies Readonly<Record<string, RoleSpec<Permission>>>;

export const settings = {
  'alike-percent': {
    title: '数据项名称相近的界限',
    value: 60,
    unit: '%',
    minimum: 30,
    maximum: 100,
    source: '本市默认，可按查重效果调整',
  },
  'most-valid-months': {
    title: '报表有效期最长',
    value: 24,
    unit: '个月',
    minimum: 1,
    maximum: 60,
    source: '本市默认，参照部门统计调查项目有效期的通行做法',
  },
  'least-fill-days': {
    title: '填报时间最短',
    value: 2,
    unit: '工作日',
    minimum: 0,
    maximum: 60,
    source: '本市默认，防止当天要当天报',
  },
} as const;

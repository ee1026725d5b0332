/** Who may do what in 督查考核: the supervising office, the units that carry out, and the leader in charge. */
import type { RoleSpec } from '../../../kernel/contract.ts';

export const permissions = {
  read: '查看督查',
  file: '督查立项',
  approve: '立项审批',
  verify: '核查销号',
  handle: '承办督查任务',
  answer: '承办单位负责人',
  decide: '审定延期、申诉和通报',
  'keep-rules': '维护红黄灯和计分规则',
  administer: '跳转和处置卡住的件',
} as const;

type Permission = keyof typeof permissions;

export const roles = {
  supervisor: { title: '督查员', allow: ['read', 'file', 'verify'], reach: 'area' },
  'chief-supervisor': {
    title: '督查室主任',
    allow: ['read', 'file', 'approve', 'verify'],
    reach: 'area',
  },
  // Rules hold for the whole city and stand under no area, so only a reach over everything may change them.
  'rule-keeper': { title: '督查规则管理员', allow: ['read', 'keep-rules'], reach: 'all' },
  // Puts right what is stuck, and carries out nothing himself.
  administrator: { title: '督查考核系统管理员', allow: ['read', 'administer'], reach: 'all' },
  leader: { title: '分管领导', allow: ['read', 'decide'], reach: 'area' },
  handler: { title: '督查承办人', allow: ['read', 'handle'], reach: 'department' },
  head: { title: '承办单位负责人', allow: ['read', 'handle', 'answer'], reach: 'department' },
} as const satisfies Readonly<Record<string, RoleSpec<Permission>>>;

export const settings = {
  'sign-days': {
    title: '督查任务签收时限',
    value: 1,
    unit: '工作日',
    minimum: 1,
    maximum: 10,
    source: '本市默认',
  },
  'report-grace-days': {
    title: '反馈期结束后多久算逾期',
    value: 1,
    unit: '工作日',
    minimum: 0,
    maximum: 10,
    source: '本市默认',
  },
  'most-delays': {
    title: '一项任务最多延期',
    value: 2,
    unit: '次',
    minimum: 0,
    maximum: 10,
    source: '本市默认',
  },
  'appeal-days': {
    title: '考核事实申诉期',
    value: 5,
    unit: '工作日',
    minimum: 1,
    maximum: 60,
    source: '本市默认',
  },
  'base-score': {
    title: '考核基础分',
    value: 100,
    unit: '分',
    minimum: 1,
    maximum: 1000,
    source: '本市默认，按年度考核文件修改',
  },
  'early-days': {
    title: '提前多久办结加分',
    value: 5,
    unit: '工作日',
    minimum: 1,
    maximum: 60,
    source: '本市默认，与计分表一致',
  },
} as const;

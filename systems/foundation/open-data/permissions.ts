/** Who may publish and ask for open data, the ready-made roles, and the limits that may be changed. */
import type { RoleSpec } from '../../../kernel/contract.ts';

export const permissions = {
  manage: '查看开放数据的发布情况',
  publish: '检查、发布和撤下开放数据',
  plan: '编制数据开放计划',
  handle: '办理开放数据诉求',
  oversee: '监督数据开放',
  ask: '申请、需求、纠错和评价开放数据',
} as const;

export type Permission = keyof typeof permissions;

export const roles = {
  publisher: {
    title: '开放数据管理员',
    allow: ['manage', 'publish', 'plan', 'handle', 'oversee'],
    reach: 'all',
  },
  provider: {
    title: '部门开放数据发布人',
    allow: ['manage', 'publish', 'plan', 'handle'],
    reach: 'department',
  },
  // Held by every citizen over what is his own.
  citizen: { title: '市民', allow: ['ask'], reach: 'self', clearance: 'personal' },
} as const satisfies Readonly<Record<string, RoleSpec<Permission>>>;

const local = '本地默认';

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
  'page-rows': {
    title: '接口一页最多行数',
    value: 1000,
    unit: '行',
    minimum: 10,
    maximum: 32_000,
    source: `${local}；CKAN 的上限为32000`,
  },
  'calls-per-day': {
    title: '无条件开放数据每个密钥每天最多调用',
    value: 5000,
    unit: '次',
    minimum: 1,
    maximum: 1_000_000,
    source: local,
  },
  'chart-groups': {
    title: '图表最多显示的组数',
    value: 40,
    unit: '组',
    minimum: 5,
    maximum: 200,
    source: local,
  },
  'answer-days': {
    title: '诉求答复时限',
    value: 10,
    unit: '工作日',
    minimum: 1,
    maximum: 30,
    source: `${local}：《上海市公共数据开放暂行办法》对有条件开放申请为10个工作日（凭记忆）`,
  },
  'matters-per-day': {
    title: '一人一天最多提出几件诉求',
    value: 10,
    unit: '件',
    minimum: 1,
    maximum: 100,
    source: local,
  },
  'keep-days': {
    title: '诉求、评价、密钥和授权记录的保存期限',
    value: 1095,
    unit: '天',
    minimum: 365,
    maximum: 3650,
    source: local,
  },
} as const;

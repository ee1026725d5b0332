/** Who may do what with operated data, and the numbers that bound it. */

export const permissions = {
  read: '查看授权运营项目',
  apply: '申请项目、求交、提问、发起求和、申诉',
  contribute: '代表本部门参与加密求和',
  provide: '以数据提供部门审批',
  authorise: '合规审查、授权、终止项目',
  review: '审核输出',
  operate: '登记运营单位和数据产品、订阅、结算',
} as const;

export type Permission = keyof typeof permissions;

export const roles = {
  operator: { title: '授权运营单位经办人', allow: ['read', 'apply'], reach: 'self' },
  provider: { title: '数据提供审批人', allow: ['read', 'provide'], reach: 'department' },
  contributor: { title: '加密求和参与人', allow: ['read', 'contribute'], reach: 'department' },
  authority: { title: '数据运营管理员', allow: ['read', 'authorise', 'operate'], reach: 'all' },
  reviewer: { title: '输出审核员', allow: ['read', 'review'], reach: 'all' },
} as const;

const local = '本地默认';
const guide = '统计披露控制的常用取值（Hundepool 等，2010）；可修改';

export const settings = {
  'authority-days': {
    title: '合规审查时限',
    value: 5,
    unit: '工作日',
    minimum: 1,
    maximum: 60,
    source: local,
  },
  'provider-days': {
    title: '提供部门审批时限',
    value: 10,
    unit: '工作日',
    minimum: 1,
    maximum: 60,
    source: local,
  },
  'dispute-days': {
    title: '争议协调时限',
    value: 10,
    unit: '工作日',
    minimum: 1,
    maximum: 60,
    source: local,
  },
  'list-least': {
    title: '求交名单最少',
    value: 100,
    unit: '个',
    minimum: 2,
    maximum: 1_000_000,
    source: local,
  },
  'list-most': {
    title: '求交名单最多',
    value: 200_000,
    unit: '个',
    minimum: 100,
    maximum: 2_000_000,
    source: local,
  },
  'list-apart': {
    title: '同一项目两次名单至少相差',
    value: 20,
    unit: '个',
    minimum: 2,
    maximum: 100_000,
    source: `${local}：防止以几乎相同的名单推断个人`,
  },
  'list-step': {
    title: '名单和底库的大小补齐到整',
    value: 100,
    unit: '个',
    minimum: 1,
    maximum: 1_000_000,
    source: `${local}：双方只看到补齐后的大小`,
  },
  canaries: {
    title: '求交校验点',
    value: 32,
    unit: '个',
    minimum: 1,
    maximum: 10_000,
    source: `${local}：对方若对一部分点用了别的密钥，未被发现的机会随个数按幂下降`,
  },
  'sum-parties': {
    title: '加密求和最少参与部门',
    value: 3,
    unit: '个',
    minimum: 3,
    maximum: 50,
    source: `${local}：两方时从合计即可推出对方的数，不能低于3`,
  },
  'sum-parties-most': {
    title: '加密求和最多参与部门',
    value: 30,
    unit: '个',
    minimum: 3,
    maximum: 100,
    source: local,
  },
  'sum-people': {
    title: '加密求和中一个部门一组的人数上限',
    value: 10_000_000,
    unit: '人',
    minimum: 1,
    maximum: 1_000_000_000,
    source: `${local}：超出的合计视为掩码没有抵消`,
  },
  fewest: { title: '一格或一次命中最少', value: 10, unit: '人', minimum: 1, maximum: 10_000, source: guide },
  largest: { title: '集中度规则看最大的', value: 2, unit: '个', minimum: 1, maximum: 20, source: guide },
  percent: { title: '集中度规则的上限', value: 85, unit: '%', minimum: 1, maximum: 100, source: guide },
  'epsilon-once': {
    title: '一次提问的 ε 上限',
    value: 1000,
    unit: '千分之一',
    minimum: 1,
    maximum: 100_000,
    source: local,
  },
  'epsilon-project': {
    title: '一个项目的 ε 上限',
    value: 5000,
    unit: '千分之一',
    minimum: 1,
    maximum: 1_000_000,
    source: local,
  },
  'epsilon-dataset': {
    title: '一个数据集全部项目合计的 ε',
    value: 20_000,
    unit: '千分之一',
    minimum: 1,
    maximum: 10_000_000,
    source: local,
  },
  'most-runs': {
    title: '一个项目的运行次数上限',
    value: 200,
    unit: '次',
    minimum: 1,
    maximum: 100_000,
    source: local,
  },
} as const;

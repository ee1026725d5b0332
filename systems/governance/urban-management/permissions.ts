/** Who may do what in 智慧城管, and the ready-made roles of one supervision (监督) and two commands (指挥). */
import type { RoleSpec } from '../../../kernel/contract.ts';

export const permissions = {
  read: '查看案件',
  report: '上报问题',
  verify: '核实',
  accept: '受理立案',
  dispatch: '派遣',
  handle: '处置',
  check: '核查',
  close: '结案',
  urge: '催办',
  supervise: '督办',
  import: '导入案件',
  export: '导出案件',
  reveal: '查看报告人信息',
  evaluate: '查看考核评价',
  analyse: '决策分析',
  screen: '城管一屏',
  'read-components': '查看部件和网格',
  'keep-components': '维护部件和网格',
  'read-standards': '查看标准和责任表',
  'manage-standards': '维护立案处置结案标准',
  'manage-duty': '维护责任表',
} as const;

type Permission = keyof typeof permissions;

/** What everybody at a desk of the loop needs to do his part. */
const desk = ['read', 'read-components', 'read-standards'] as const satisfies readonly Permission[];

export const roles = {
  acceptor: {
    title: '受理员(监督中心)',
    allow: [...desk, 'report', 'accept', 'import', 'reveal'],
    clearance: 'personal',
  },
  'duty-officer': {
    title: '值班长(监督中心)',
    allow: [
      ...desk,
      'report',
      'accept',
      'check',
      'verify',
      'close',
      'urge',
      'supervise',
      'import',
      'export',
      'reveal',
      'evaluate',
      'analyse',
      'screen',
      'manage-duty',
    ],
    clearance: 'personal',
  },
  evaluator: { title: '考核员', allow: [...desk, 'evaluate', 'analyse', 'export', 'manage-standards'] },
  dispatcher: { title: '派遣员(指挥中心)', allow: [...desk, 'dispatch', 'urge', 'analyse', 'screen'] },
  handler: { title: '处置员(处置单位)', allow: [...desk, 'handle'], reach: 'department' },
  collector: { title: '信息采集员', allow: [...desk, 'report', 'verify', 'check'] },
  leader: {
    title: '分管领导',
    allow: [...desk, 'urge', 'supervise', 'evaluate', 'analyse', 'screen', 'export'],
  },
  'component-keeper': {
    title: '部件管理员',
    allow: ['read-components', 'keep-components', 'read-standards'],
  },
  // Held by every citizen over what is his own; reading goes through the report routes, never through the case register.
  citizen: { title: '市民', allow: ['report'], reach: 'self', clearance: 'personal' },
} as const satisfies Readonly<Record<string, RoleSpec<Permission>>>;

export const settings = {
  'duplicate-metres': {
    title: '疑似重复的距离',
    value: 50,
    unit: '米',
    minimum: 1,
    maximum: 1000,
    source: '本市默认,参照单元网格边长约 100 米',
  },
  'duplicate-hours': {
    title: '疑似重复的时间',
    value: 72,
    unit: '小时',
    minimum: 1,
    maximum: 720,
    source: '本市默认',
  },
  'repeat-metres': {
    title: '重复发生的距离',
    value: 30,
    unit: '米',
    minimum: 1,
    maximum: 1000,
    source: '本市默认',
  },
  'repeat-days': {
    title: '重复发生的时段',
    value: 30,
    unit: '天',
    minimum: 1,
    maximum: 365,
    source: '本市默认',
  },
  'grid-metres': {
    title: '由位置找单元网格的最远距离',
    value: 500,
    unit: '米',
    minimum: 50,
    maximum: 5000,
    source: '本市默认,城郊网格边长可达数百米',
  },
  'component-metres': {
    title: '部件与事发位置的最远距离',
    value: 100,
    unit: '米',
    minimum: 5,
    maximum: 1000,
    source: '本市默认',
  },
  'disputes-to-city': {
    title: '异议成立几次转市指挥中心',
    value: 2,
    unit: '次',
    minimum: 1,
    maximum: 9,
    source: '一级监督两级指挥,本市默认',
  },
  'rating-days': {
    title: '结案后可评价的天数',
    value: 15,
    unit: '天',
    minimum: 1,
    maximum: 180,
    source: '本市默认',
  },
  'reports-per-day': {
    title: '市民每日上报上限',
    value: 20,
    unit: '件',
    minimum: 1,
    maximum: 1000,
    source: '本市默认',
  },
  'place-metres': {
    title: '热点和多发点的分析格边长',
    value: 300,
    unit: '米',
    minimum: 50,
    maximum: 5000,
    source: '本市默认',
  },
  'place-repeats': {
    title: '多发点的最少次数',
    value: 3,
    unit: '次',
    minimum: 2,
    maximum: 100,
    source: '本市默认',
  },
  'period-days': {
    title: '统计和分析的最长时段',
    value: 92,
    unit: '天',
    minimum: 7,
    maximum: 400,
    source: '本市默认',
  },
} as const;

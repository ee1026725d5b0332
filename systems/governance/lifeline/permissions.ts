/** Who may do what in 城市生命线, and the ready-made roles of the monitoring centre, the owners of the pipes and those who help. */
import type { RoleSpec } from '../../../kernel/contract.ts';

export const permissions = {
  read: '查看管网和监测',
  keep: '维护管网、监测点和阈值',
  'keep-rain': '录入预报雨量',
  simulate: '水力模拟和关阀分析',
  'read-incidents': '查看联合处置',
  assess: '接警研判',
  dispatch: '派单',
  handle: '现场处置',
  support: '协同处置',
  recheck: '复核',
  review: '结案评估',
  manage: '督办、终止和恢复',
  'read-reports': '查看日报月报',
  'make-reports': '生成日报月报',
} as const;

type Permission = keyof typeof permissions;

const everybody = ['read', 'simulate', 'read-incidents'] as const satisfies readonly Permission[];

export const roles = {
  analyst: {
    title: '监测中心分析员',
    allow: [...everybody, 'keep-rain', 'assess', 'dispatch', 'recheck', 'read-reports', 'make-reports'],
  },
  owner: { title: '权属单位处置员', allow: [...everybody, 'handle'], reach: 'department' },
  partner: { title: '协同单位联络员', allow: ['read-incidents', 'support'], reach: 'department' },
  // Partners who are to see pipes and valves of others hold this beside their own.
  viewer: { title: '管网查看员', allow: ['read', 'simulate'] },
  supervisor: {
    title: '行业主管',
    allow: [...everybody, 'review', 'manage', 'read-reports', 'make-reports'],
  },
  keeper: {
    title: '生命线数据管理员',
    allow: [...everybody, 'keep', 'keep-rain', 'read-reports', 'make-reports'],
    reach: 'all',
  },
} as const satisfies Readonly<Record<string, RoleSpec<Permission>>>;

const local = '本市默认';

export const settings = {
  'risk-days': {
    title: '风险评估统计几天的告警和漏点',
    value: 90,
    unit: '天',
    minimum: 1,
    maximum: 730,
    source: local,
  },
  'model-megabytes': {
    title: '模型文件大小上限',
    value: 5,
    unit: 'MB',
    minimum: 1,
    maximum: 50,
    source: local,
  },
  'model-nodes': {
    title: '模型节点上限',
    value: 5000,
    unit: '个',
    minimum: 10,
    maximum: 20_000,
    source: local,
  },
  'merge-hours': {
    title: '同一管网多长时间以内的告警并入同一事件',
    value: 24,
    unit: '小时',
    minimum: 1,
    maximum: 240,
    source: local,
  },
  'required-pressure': {
    title: '最低服务压力',
    value: 0.14,
    unit: 'MPa',
    minimum: 0.05,
    maximum: 0.6,
    source: '管网末梢 0.14 MPa(CJJ 58,据记忆,待核)',
  },
  'refined-pipes': {
    title: '定位时逐条用模型重算的候选管段数',
    value: 12,
    unit: '条',
    minimum: 0,
    maximum: 50,
    source: local,
  },
  'history-days': {
    title: '定位时用几天的历史读数消除模型偏差',
    value: 7,
    unit: '天',
    minimum: 0,
    maximum: 30,
    source: local,
  },
  'locate-hours': {
    title: '定位用报警以来几个小时的读数',
    value: 3,
    unit: '小时',
    minimum: 1,
    maximum: 24,
    source: local,
  },
  'remarks-first': {
    title: '同一事件前几条告警逐条记入流转',
    value: 3,
    unit: '条',
    minimum: 1,
    maximum: 50,
    source: local,
  },
  'remarks-every': {
    title: '此后每隔几条告警记入一次',
    value: 10,
    unit: '条',
    minimum: 1,
    maximum: 1000,
    source: local,
  },
} as const;

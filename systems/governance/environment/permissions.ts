/** Who may do what in 生态环境监测, and the ready-made roles of the bureau, its county branches and the monitoring centre. */
import type { RoleSpec } from '../../../kernel/contract.ts';

export const permissions = {
  read: '查看环境质量',
  'keep-points': '维护站点、断面和监测记录',
  'read-sources': '查看污染源在线监测',
  'keep-sources': '维护污染源、排放口和限值',
  trace: '污染溯源',
  'read-cases': '查看超标案件',
  verify: '核实超标',
  order: '责令改正',
  rectify: '督促整改',
  recheck: '复核',
  punish: '处罚移送和结案',
  manage: '终止和恢复超标案件',
} as const;

type Permission = keyof typeof permissions;

const everybody = ['read', 'read-sources', 'trace', 'read-cases'] as const satisfies readonly Permission[];

export const roles = {
  monitor: { title: '环境监测员', allow: [...everybody, 'keep-points', 'verify', 'recheck'] },
  enforcer: {
    title: '生态环境执法员',
    allow: [...everybody, 'keep-sources', 'verify', 'order', 'rectify', 'recheck', 'punish'],
  },
  leader: { title: '生态环境局领导', allow: [...everybody, 'manage'] },
  // Limits of the whole city's sources, and what stands under no area.
  keeper: { title: '环境数据管理员', allow: [...everybody, 'keep-points', 'keep-sources'], reach: 'all' },
} as const satisfies Readonly<Record<string, RoleSpec<Permission>>>;

export const settings = {
  'forecast-learn-days': {
    title: '空气预报学习几天的历史',
    value: 30,
    unit: '天',
    minimum: 4,
    maximum: 90,
    source: '本市默认',
  },
  'forecast-every-hours': {
    title: '空气预报每隔几小时发布一次',
    value: 6,
    unit: '小时',
    minimum: 1,
    maximum: 24,
    source: '本市默认',
  },
  'verify-hours': {
    title: '超标核实时限',
    value: 24,
    unit: '小时',
    minimum: 1,
    maximum: 240,
    source: '本市默认',
  },
  'rectify-days': {
    title: '责令改正的默认期限',
    value: 10,
    unit: '工作日',
    minimum: 1,
    maximum: 180,
    source: '本市默认;法律法规另有规定的从其规定',
  },
  'recurrence-hours': {
    title: '同一排放口同一因子多久以内再超标并回原案件',
    value: 72,
    unit: '小时',
    minimum: 0,
    maximum: 2160,
    source: '本市默认',
  },
} as const;

/** Who may do what in 河长制, and the ready-made roles of chiefs, their offices and the departments that put things right. */
import type { RoleSpec } from '../../../kernel/contract.ts';

export const permissions = {
  read: '查看河湖档案',
  keep: '维护河湖档案',
  'keep-rules': '维护巡河标准',
  patrol: '巡河',
  'read-patrols': '查看巡河记录',
  report: '上报问题',
  'read-problems': '查看问题台账',
  assign: '交办问题',
  coordinate: '上级河长协调',
  handle: '整改问题',
  review: '河长销号',
  manage: '督办、终止和重启',
  assess: '考核排名',
  publish: '编发公报和一河一策',
  screen: '河湖一屏',
} as const;

type Permission = keyof typeof permissions;

const looking = [
  'read',
  'read-patrols',
  'read-problems',
  'assess',
  'screen',
] as const satisfies readonly Permission[];

export const roles = {
  chief: {
    title: '河长',
    allow: ['read', 'read-patrols', 'read-problems', 'patrol', 'report', 'review', 'coordinate'],
  },
  general: { title: '总河长', allow: [...looking, 'coordinate', 'manage'] },
  office: {
    title: '河长办工作人员',
    allow: [...looking, 'keep', 'report', 'assign', 'manage', 'publish'],
    clearance: 'personal',
  },
  handler: { title: '整改责任单位', allow: ['read', 'read-problems', 'handle'] },
  // The standard holds for the whole city and stands under no area.
  keeper: { title: '河长制管理员', allow: [...looking, 'keep', 'keep-rules', 'publish'], reach: 'all' },
} as const satisfies Readonly<Record<string, RoleSpec<Permission>>>;

const local = '本市默认';

export const settings = {
  'patrol-late-days': {
    title: '巡河轨迹最迟几天内上传',
    value: 3,
    unit: '天',
    minimum: 0,
    maximum: 30,
    source: local,
  },
  'replay-days': {
    title: '与几天内同一河段的轨迹比对雷同',
    value: 400,
    unit: '天',
    minimum: 0,
    maximum: 3650,
    source: local,
  },
  'replay-metres': {
    title: '同一时刻两条轨迹相距多近算同一位置',
    value: 10,
    unit: '米',
    minimum: 1,
    maximum: 100,
    source: local,
  },
  'replay-share': {
    title: '同一位置达到多少算雷同轨迹',
    value: 90,
    unit: '%',
    minimum: 50,
    maximum: 100,
    source: local,
  },
  'clock-minutes': {
    title: '手机时间最多可快几分钟',
    value: 10,
    unit: '分钟',
    minimum: 0,
    maximum: 120,
    source: local,
  },
  'photos-after': {
    title: '整改完成至少几张照片',
    value: 1,
    unit: '张',
    minimum: 0,
    maximum: 9,
    source: local,
  },
  'near-metres': {
    title: '问题位置距河段最远',
    value: 2000,
    unit: '米',
    minimum: 50,
    maximum: 20_000,
    source: local,
  },
  'board-reports-per-day': {
    title: '一块公示牌一天最多收几件公众上报',
    value: 20,
    unit: '件',
    minimum: 1,
    maximum: 1000,
    source: local,
  },
  'assign-hours': {
    title: '交办时限',
    value: 8,
    unit: '工作时',
    minimum: 1,
    maximum: 80,
    source: local,
  },
  'review-days': {
    title: '河长销号时限',
    value: 3,
    unit: '工作日',
    minimum: 1,
    maximum: 30,
    source: local,
  },
  'keep-patrol-days': {
    title: '巡河轨迹的保存期限',
    value: 1825,
    unit: '天',
    minimum: 180,
    maximum: 36500,
    source: '本市默认：供考核和责任追究，五年',
  },
  'keep-problem-days': {
    title: '问题办结后个人信息的保存期限',
    value: 3650,
    unit: '天',
    minimum: 180,
    maximum: 36500,
    source: '《机关文件材料归档范围和文书档案保管期限规定》（国家档案局令第8号）第七条：定期 10 年',
  },
} as const;

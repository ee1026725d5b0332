/** Who may do what in 协同办公, and the ready-made roles of a department, an organ's office and its leaders. */
import type { RoleSpec } from '../../../kernel/contract.ts';

export const permissions = {
  read: '查看公文',
  draft: '拟稿',
  review: '部门核稿',
  countersign: '会签',
  check: '办公室核稿',
  sign: '签发',
  number: '编号套红',
  seal: '用印',
  distribute: '分发',
  archive: '归档',
  receive: '签收登记',
  propose: '拟办',
  instruct: '批示',
  handle: '承办',
  manage: '终止和恢复公文',
  'read-codes': '查看机关代字和会议室',
  'keep-codes': '维护机关代字和会议室',
  meet: '预定会议室',
  notify: '发布公告',
  measure: '统计平台覆盖率',
  apply: '申请和查看办事事项',
  approve: '审批部门办事事项',
  lead: '领导审批办事事项',
  serve: '经办办事事项',
  'own-calendar': '使用日程',
  track: '交办和跟踪会议决定事项',
} as const;

type Permission = keyof typeof permissions;

const everybody = ['read', 'read-codes', 'meet', 'own-calendar'] as const satisfies readonly Permission[];

export const roles = {
  // Everybody who works here; of what others applied for he sees nothing.
  staff: { title: '工作人员', allow: ['apply', 'own-calendar'], reach: 'self' },
  clerk: { title: '拟稿人', allow: [...everybody, 'draft', 'handle', 'track'], reach: 'department' },
  head: {
    title: '部门负责人',
    allow: [...everybody, 'draft', 'review', 'countersign', 'handle', 'apply', 'approve', 'track'],
    reach: 'department',
  },
  secretary: {
    title: '办公室文秘',
    allow: [
      ...everybody,
      'draft',
      'check',
      'number',
      'distribute',
      'archive',
      'receive',
      'propose',
      'handle',
      'notify',
      'manage',
      'apply',
      'serve',
      'track',
    ],
    reach: 'department',
  },
  sealer: { title: '印章管理员', allow: [...everybody, 'seal', 'apply'], reach: 'department' },
  leader: {
    title: '机关领导',
    allow: [...everybody, 'review', 'sign', 'instruct', 'countersign', 'apply', 'lead'],
    reach: 'department',
  },
  archivist: { title: '档案员', allow: [...everybody, 'archive'], reach: 'department' },
  statistician: { title: '平台推广统计员', allow: ['measure'], reach: 'all' },
  // Codes hold for the whole city and stand under no area, so only a reach over everything may change them.
  'code-keeper': { title: '机关代字管理员', allow: ['read-codes', 'keep-codes'], reach: 'all' },
} as const satisfies Readonly<Record<string, RoleSpec<Permission>>>;

export const settings = {
  'urgent-days': {
    title: '特急公文办理时限',
    value: 1,
    unit: '工作日',
    minimum: 1,
    maximum: 30,
    source: '本市默认,特急公文当日办理',
  },
  'pressing-days': {
    title: '加急公文办理时限',
    value: 3,
    unit: '工作日',
    minimum: 1,
    maximum: 60,
    source: '本市默认',
  },
  'sign-in-minutes': {
    title: '会前多久可以签到',
    value: 60,
    unit: '分钟',
    minimum: 5,
    maximum: 480,
    source: '本市默认',
  },
  'leave-leader-days': {
    title: '请假超过几天报分管领导',
    value: 5,
    unit: '天',
    minimum: 1,
    maximum: 60,
    source: '本市默认',
  },
  'car-days': {
    title: '一次用车最长',
    value: 7,
    unit: '天',
    minimum: 1,
    maximum: 30,
    source: '本市默认',
  },
  'seal-out-days': {
    title: '印章外带最长',
    value: 3,
    unit: '天',
    minimum: 1,
    maximum: 30,
    source: '本市默认',
  },
  'visit-leader-people': {
    title: '来访满多少人报分管领导',
    value: 20,
    unit: '人',
    minimum: 2,
    maximum: 200,
    source: '本市默认',
  },
  'visit-early-minutes': {
    title: '来访可提前多久登记',
    value: 60,
    unit: '分钟',
    minimum: 0,
    maximum: 480,
    source: '本市默认',
  },
  'room-days': {
    title: '会议室最多提前预定',
    value: 60,
    unit: '天',
    minimum: 1,
    maximum: 366,
    source: '本市默认',
  },
} as const;

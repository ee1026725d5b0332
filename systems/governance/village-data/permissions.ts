/** Who may do what with the cards of a village: who writes, who asks, who admits what is asked, who receives, and who corrects what is his own. */
import type { RoleSpec } from '../../../kernel/contract.ts';

export const permissions = {
  'read-cards': '查看户卡',
  collect: '走访采集',
  keep: '导入户卡',
  'read-load': '查看减负成效和覆盖情况',
  'read-requests': '查看采集任务',
  request: '发起采集任务',
  review: '审批采集任务',
  'read-deliveries': '查看送达记录',
  receive: '签收村情变化',
  push: '回推本部门数据',
  doubt: '对采集的值提出疑义',
  subscribe: '办理订阅',
  'read-fields': '查看字段目录',
  'keep-fields': '维护字段目录',
} as const;

type Permission = keyof typeof permissions;

export const roles = {
  // He writes the whole card of his village and of no other.
  cadre: {
    title: '村(社区)干部',
    allow: ['read-cards', 'collect', 'read-fields', 'read-load'],
    clearance: 'sensitive',
  },
  town: {
    title: '乡镇(街道)数据员',
    allow: ['read-cards', 'keep', 'read-load', 'read-deliveries', 'read-requests', 'read-fields'],
    clearance: 'personal',
  },
  // Never reads a card: what it may use comes to it field by field.
  department: {
    title: '部门数据员',
    allow: ['request', 'read-requests', 'read-deliveries', 'receive', 'push', 'doubt', 'read-fields'],
    clearance: 'sensitive',
    reach: 'department',
  },
  reviewer: {
    title: '县级数据管理员',
    allow: ['review', 'read-requests', 'read-load', 'read-deliveries', 'subscribe', 'read-fields'],
  },
  keeper: {
    title: '村情字段目录管理员',
    allow: ['read-fields', 'keep-fields', 'read-load', 'read-deliveries'],
    reach: 'all',
  },
} as const satisfies Readonly<Record<string, RoleSpec<Permission>>>;

const local = '本市默认';

export const settings = {
  'small-cell': {
    title: '统计人数少于几人不显示',
    value: 10,
    unit: '人',
    minimum: 2,
    maximum: 100,
    source: '本市默认，参照统计资料不得识别单个对象的要求（统计法第二十五条）',
  },
  'most-fields': {
    title: '一次采集任务最多几项',
    value: 15,
    unit: '项',
    minimum: 1,
    maximum: 60,
    source: local,
  },
  'review-days': {
    title: '采集任务审批时限',
    value: 3,
    unit: '工作日',
    minimum: 1,
    maximum: 30,
    source: local,
  },
  'least-days': {
    title: '采集时间最短',
    value: 5,
    unit: '天',
    minimum: 0,
    maximum: 90,
    source: '本市默认，防止当天要当天报',
  },
  'late-days': {
    title: '走访记录最迟几天内上传',
    value: 30,
    unit: '天',
    minimum: 1,
    maximum: 365,
    source: local,
  },
  'photo-megabytes': {
    title: '一张证件照片最大',
    value: 5,
    unit: 'MB',
    minimum: 1,
    maximum: 20,
    source: local,
  },
  'keep-change-days': {
    title: '变更和送达记录的保存期限',
    value: 1095,
    unit: '天',
    minimum: 180,
    maximum: 36500,
    source: '个人信息保护法第56条：处理情况记录至少保存三年',
  },
} as const;

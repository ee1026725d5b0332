/** Who may do what in 个人信息保护, the ready-made roles, and the times and limits that may be changed. */
import type { RoleSpec } from '../../../kernel/contract.ts';

export const permissions = {
  ask: '提出个人信息请求',
  read: '查看个人信息请求',
  handle: '办理个人信息请求',
  oversee: '监督个人信息保护',
  'approve-exports': '审批数据导出',
  'read-exports': '查看数据导出审批记录',
  trace: '水印溯源',
  'read-policies': '查看脱敏水印策略',
  'keep-policies': '维护脱敏水印策略',
} as const;

type Permission = keyof typeof permissions;

export const roles = {
  officer: {
    title: '个人信息保护专员',
    allow: ['read', 'handle', 'approve-exports', 'read-exports', 'read-policies'],
    reach: 'department',
    clearance: 'personal',
  },
  overseer: {
    title: '个人信息保护负责人',
    allow: ['read', 'oversee', 'approve-exports', 'read-exports', 'trace', 'read-policies', 'keep-policies'],
    reach: 'all',
  },
  // Sees what left and where a leak came from, and decides over nothing.
  'export-auditor': {
    title: '数据导出审计员',
    allow: ['read-exports', 'trace', 'read-policies'],
    reach: 'all',
  },
  // Held by every citizen over what is his own.
  citizen: { title: '市民', allow: ['ask'], reach: 'self', clearance: 'personal' },
} as const satisfies Readonly<Record<string, RoleSpec<Permission>>>;

export const settings = {
  'answer-days': {
    title: '个人信息请求的答复时限',
    value: 15,
    unit: '工作日',
    minimum: 1,
    maximum: 15,
    source:
      '个人信息保护法第50条“便捷的申请受理和处理机制”；《App违法违规收集使用个人信息行为认定方法》第六条：以15个工作日为限',
  },
  'requests-per-day': {
    title: '一人一天最多提出几件请求',
    value: 20,
    unit: '件',
    minimum: 5,
    maximum: 100,
    source: '本市默认；网络数据安全管理条例第23条：不得设置不合理条件',
  },
  'copy-rows': {
    title: '一份副本每个台账最多记录数',
    value: 5000,
    unit: '条',
    minimum: 100,
    maximum: 50_000,
    source: '本市默认',
  },
  'paper-rows': {
    title: '副本的可读文档每个台账最多列出记录数',
    value: 100,
    unit: '条',
    minimum: 10,
    maximum: 1000,
    source: '本市默认；其余见 JSON 文件',
  },
  'export-hours': {
    title: '导出获准后多久内下载',
    value: 24,
    unit: '小时',
    minimum: 1,
    maximum: 168,
    source: '本市默认；只能下载一次',
  },
  'keep-export-days': {
    title: '导出审批记录和指纹的保存期限',
    value: 1095,
    unit: '天',
    minimum: 1095,
    maximum: 3650,
    source: '个人信息保护法第56条第二款：处理情况记录至少保存三年',
  },
  'trace-least-values': {
    title: '按内容溯源至少相符的值',
    value: 3,
    unit: '个',
    minimum: 2,
    maximum: 100,
    source: '本市默认：一个值每80份不相干的导出中约有一份误合，三个同时误合约为五十万分之一',
  },
  'trace-least-share': {
    title: '按内容溯源至少相符的比例',
    value: 50,
    unit: '%',
    minimum: 10,
    maximum: 100,
    source: '本市默认',
  },
  'keep-request-days': {
    title: '请求办结和副本交付记录的保存期限',
    value: 1095,
    unit: '天',
    minimum: 1095,
    maximum: 3650,
    source: '个人信息保护法第56条第二款：处理情况记录至少保存三年',
  },
} as const;

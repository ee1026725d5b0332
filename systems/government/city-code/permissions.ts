/** Who may do what in 安康码, and the ready-made roles. */
import type { RoleSpec } from '../../../kernel/contract.ts';

export const permissions = {
  hold: '申领和使用安康码',
  scan: '核验安康码',
  map: '取用关联身份',
  enrol: '办理纸质码和家庭码',
  inspect: '查看持码人档案',
  'read-scenes': '查看场景登记',
  'keep-scenes': '维护场景登记',
  measure: '统计申领率',
  report: '报送智能手机用户数',
} as const;

type Permission = keyof typeof permissions;

export const roles = {
  scanner: { title: '扫码核验员', allow: ['scan', 'read-scenes'], reach: 'department' },
  'medical-scanner': { title: '就医核验员', allow: ['scan', 'map', 'read-scenes'], reach: 'department' },
  'window-clerk': {
    title: '安康码窗口人员',
    allow: ['enrol', 'read-scenes'],
    reach: 'area',
    clearance: 'personal',
  },
  // Holders stand under no area and no department, so only a reach over everything shows them.
  'record-keeper': {
    title: '安康码档案管理员',
    allow: ['inspect', 'read-scenes'],
    reach: 'all',
    clearance: 'personal',
  },
  'scene-keeper': {
    title: '场景管理员',
    allow: ['keep-scenes', 'read-scenes', 'measure', 'report'],
    reach: 'all',
  },
  // Held by every citizen over what is his own.
  citizen: { title: '市民', allow: ['hold'], reach: 'self', clearance: 'personal' },
} as const satisfies Readonly<Record<string, RoleSpec<Permission>>>;

export const settings = {
  'certificate-minutes': {
    title: '一张码证书的有效时间',
    value: 120,
    unit: '分钟',
    minimum: 10,
    maximum: 240,
    source: '本市默认：短时证书',
  },
  'certificates-ahead': {
    title: '离线时预存的码证书张数',
    value: 6,
    unit: '张',
    minimum: 1,
    maximum: 12,
    source: '本市默认：离线可用 12 小时',
  },
  'paper-days': {
    title: '纸质码有效天数',
    value: 365,
    unit: '天',
    minimum: 7,
    maximum: 1100,
    source: '本市默认',
  },
  'takeover-tries': {
    title: '一人一天可核对几次转到手机',
    value: 5,
    unit: '次',
    minimum: 3,
    maximum: 20,
    source: '本市默认；对照 GB/T 22239-2019 8.1.4.1 b) 限制非法尝试次数',
  },
  'keep-takeover-days': {
    title: '转到手机记录的保存期限',
    value: 1095,
    unit: '天',
    minimum: 1095,
    maximum: 3650,
    source: '个人信息保护法第56条第二款：处理情况记录至少保存三年',
  },
  'devices-a-person': {
    title: '一人可用的手机数',
    value: 3,
    unit: '部',
    minimum: 1,
    maximum: 10,
    source: '本市默认',
  },
  'keep-issued-days': {
    title: '码证书失效后的保存期限',
    value: 365,
    unit: '天',
    minimum: 1,
    maximum: 36500,
    source: '本市默认：供核对亮码争议',
  },
  'presentation-grace-days': {
    title: '亮码记录到期后多久销毁',
    value: 0,
    unit: '天',
    minimum: 0,
    maximum: 365,
    source: '个人信息保护法 第19条：最短时间，到期即销毁',
  },
} as const;

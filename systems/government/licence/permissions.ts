/** Who may do what in 电子证照, and the ready-made roles. */
import type { RoleSpec } from '../../../kernel/contract.ts';

export const permissions = {
  read: '查看证照',
  accept: '受理制证',
  approve: '审批制证',
  keep: '变更、暂扣、注销和撤销证照',
  import: '导入存量证照',
  export: '导出证照目录',
  reveal: '查看完整证件号码',
  use: '申请用证',
  seals: '管理电子印章',
  roots: '管理互认信任列表',
  'read-types': '查看证照类型和信任列表',
  hold: '持有证照',
} as const;

type Permission = keyof typeof permissions;

export const roles = {
  clerk: {
    title: '制证经办人',
    allow: ['read', 'read-types', 'accept', 'import'],
    reach: 'department',
    clearance: 'personal',
  },
  approver: {
    title: '制证审批人',
    allow: ['read', 'read-types', 'approve', 'keep', 'export', 'reveal'],
    reach: 'department',
    clearance: 'personal',
  },
  user: { title: '用证人员', allow: ['use', 'read-types'], reach: 'department' },
  'seal-keeper': { title: '电子印章管理员', allow: ['seals', 'read-types'], reach: 'all' },
  'trust-keeper': { title: '互认管理员', allow: ['roots', 'read-types'], reach: 'all' },
  // Held by every citizen over what is his own.
  citizen: { title: '市民', allow: ['hold'], reach: 'self', clearance: 'personal' },
} as const satisfies Readonly<Record<string, RoleSpec<Permission>>>;

export const settings = {
  'present-seconds': {
    title: '亮证码的有效时间',
    value: 60,
    unit: '秒',
    minimum: 30,
    maximum: 600,
    source: '亮证动态码 60 秒（编辑默认）',
  },
  'consent-days': {
    title: '用证授权最长天数',
    value: 90,
    unit: '天',
    minimum: 1,
    maximum: 366,
    source: '本市默认',
  },
  'keep-licence-days': {
    title: '证照到期后个人信息的保存期限',
    value: 10950,
    unit: '天',
    minimum: 1095,
    maximum: 36500,
    source: '《机关文件材料归档范围和文书档案保管期限规定》（国家档案局令第8号）第七条：定期 30 年',
  },
  'keep-application-days': {
    title: '制证申请办结后个人信息的保存期限',
    value: 3650,
    unit: '天',
    minimum: 1095,
    maximum: 36500,
    source: '《机关文件材料归档范围和文书档案保管期限规定》（国家档案局令第8号）第七条：定期 10 年',
  },
  'keep-use-days': {
    title: '用证授权和用证记录的保存期限',
    value: 1095,
    unit: '天',
    minimum: 1095,
    maximum: 36500,
    source: '个人信息保护法 第56条第二款：处理情况记录至少保存三年',
  },
} as const;

/** The words of the audit's events. */
import type { LocalLists } from '../../../../ui/local-codes.tsx';

const events: Readonly<Record<string, { readonly title: string; readonly tone: string }>> = {
  login: { title: '登录', tone: 'blue' },
  logout: { title: '退出', tone: 'grey' },
  query: { title: '查询', tone: 'grey' },
  create: { title: '新增', tone: 'cyan' },
  update: { title: '修改', tone: 'cyan' },
  delete: { title: '归档', tone: 'yellow' },
  export: { title: '导出', tone: 'yellow' },
  import: { title: '导入', tone: 'cyan' },
  grant: { title: '授权', tone: 'purple' },
  config: { title: '参数', tone: 'purple' },
  reveal: { title: '查看脱敏', tone: 'yellow' },
  refuse: { title: '拒绝', tone: 'red' },
};

export function eventTitle(event: string): string {
  return events[event]?.title ?? event;
}

export function eventTone(event: string): string {
  return events[event]?.tone ?? 'grey';
}

export const auditLists: LocalLists = {
  'audit-event': Object.entries(events).map(([code, { title }]) => ({ code, name: title })),
};

const objects: Readonly<Record<string, string>> = {
  subject: '账号',
  password: '密码',
  session: '会话',
  role: '角色',
  setting: '系统参数',
  audit: '审计记录',
  key: '密钥',
  reseal: '重新加密',
  identity: '实名等级',
  agency: '代办授权',
  enterprise: '企业',
  route: '接口',
  file: '文件',
  'reset-administrator': '重置管理员密码',
  'break-glass': '应急授权',
  delegation: '岗位委托',
  review: '岗位复核',
  factor: '验证方式',
  'step-up': '再次验证',
  look: '查询目的',
  application: '接入应用',
  'application-key': '应用密钥',
};

const details: Readonly<Record<string, string>> = {
  actingFor: '代办（为谁）',
  agency: '代办授权',
  code: '错误代码',
};

export function detailTitle(name: string): string {
  return details[name] ?? name;
}

/** A register or case type is named by its id, which an auditor also finds in the contracts. */
export function objectTitle(objectType: string): string {
  return objects[objectType] ?? objectType;
}

/** Who may do what with shared data, and the roles that are offered ready-made. */

export const permissions = {
  read: '查看共享申请和合同',
  apply: '申请共享、登记应用、申诉',
  provide: '以提供部门身份审核',
  authorise: '合规审查、协调争议、暂停和撤销合同',
  seal: '以本机关电子公章签署三方协议',
  audit: '查看全部调用凭证',
  link: '查看和管理级联链路',
} as const;

export type Permission = keyof typeof permissions;

export const roles = {
  user: { title: '数据使用人', allow: ['read', 'apply'], reach: 'department' },
  // A case belongs to whoever holds it: he who asked sees his own on its whole way.
  requester: { title: '共享申请人', allow: ['read', 'apply'], reach: 'self' },
  provider: { title: '数据提供审核人', allow: ['read', 'provide'], reach: 'department' },
  sealer: { title: '三方协议用印人', allow: ['read', 'seal'], reach: 'department' },
  authority: { title: '数据共享管理员', allow: ['read', 'authorise', 'audit', 'link'], reach: 'all' },
} as const;

export const settings = {
  'authority-days': {
    title: '合规审查时限',
    value: 2,
    unit: '工作日',
    minimum: 1,
    maximum: 30,
    source: '地方办法常见值；凭记忆，可修改',
  },
  'provider-days': {
    title: '提供部门答复时限',
    value: 10,
    unit: '工作日',
    minimum: 1,
    maximum: 60,
    source: '国发〔2016〕51号；凭记忆，可修改',
  },
  'dispute-days': {
    title: '争议协调时限',
    value: 10,
    unit: '工作日',
    minimum: 1,
    maximum: 60,
    source: '本地默认',
  },
  'accord-from-grade': {
    title: '从哪一级起须签三方协议（1一般 2重要 3核心 4都不）',
    value: 2,
    unit: '级',
    minimum: 1,
    maximum: 4,
    source: '本地默认；《数据安全法》第二十一条，凭记忆，可修改',
  },
  'accord-conditional': {
    title: '有条件共享的都须签三方协议（1是 0否）',
    value: 0,
    unit: '',
    minimum: 0,
    maximum: 1,
    source: '本地默认',
  },
  'assessment-from-grade': {
    title: '从哪一级起须先做安全评估（1一般 2重要 3核心 4都不）',
    value: 2,
    unit: '级',
    minimum: 1,
    maximum: 4,
    source: '《网络数据安全管理条例》第三十一条；凭记忆，可修改',
  },
  'appeal-days': {
    title: '其他平台对拒绝提出申诉的期限（逾期视为接受）',
    value: 15,
    unit: '工作日',
    minimum: 1,
    maximum: 60,
    source: '本地默认',
  },
  'push-minutes': {
    title: '库表推送失败后首次重试间隔（逐次加倍，最长60倍）',
    value: 1,
    unit: '分钟',
    minimum: 1,
    maximum: 60,
    source: '本地默认',
  },
  'push-tries': {
    title: '库表推送连续失败上限',
    value: 12,
    unit: '次',
    minimum: 1,
    maximum: 100,
    source: '本地默认',
  },
  'link-silent-minutes': {
    title: '级联链路多久没有往来即提醒管理部门',
    value: 30,
    unit: '分钟',
    minimum: 2,
    maximum: 10_080,
    source: '本地默认',
  },
  'most-calls': {
    title: '一份合同每日调用上限',
    value: 1_000_000,
    unit: '次',
    minimum: 1,
    maximum: 1_000_000_000,
    source: '本地默认',
  },
} as const;

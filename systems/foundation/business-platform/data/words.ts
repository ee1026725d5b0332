/** The market's words for states and levels, with their colours. */
export const statuses = {
  draft: { title: '草稿', tone: 'grey' },
  published: { title: '上架', tone: 'green' },
  deprecated: { title: '弃用', tone: 'yellow' },
  withdrawn: { title: '下架', tone: 'red' },
} as const;

export const levels = {
  open: { title: '开放', tone: 'cyan', hint: '登记的应用申请即得' },
  application: { title: '申请', tone: 'blue', hint: '由提供单位审核' },
} as const;

export const grantStates: Readonly<Record<string, { readonly title: string; readonly tone: string }>> = {
  active: { title: '有效', tone: 'green' },
  suspended: { title: '暂停', tone: 'yellow' },
  revoked: { title: '撤销', tone: 'grey' },
};

export const clientStates = {
  none: { title: '未申请', tone: 'grey' },
  requested: { title: '待安全管理员审批', tone: 'yellow' },
  active: { title: '已开通', tone: 'green' },
  suspended: { title: '已停用', tone: 'red' },
  refused: { title: '未批准', tone: 'red' },
} as const;

export const categories: Readonly<Record<string, string>> = {
  office: '办公协同',
  service: '政务服务',
  governance: '城市治理',
  livelihood: '民生服务',
  economy: '经济运行',
  data: '数据应用',
  other: '其他',
};

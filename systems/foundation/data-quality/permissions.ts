/** Who may do what with quality, and the roles that are offered ready-made. */

export const permissions = {
  read: '查看数据质量',
  'keep-rules': '维护和执行质量规则',
  doubt: '提出数据疑义',
  verify: '核实本部门数据的疑义',
  supervise: '督办疑义',
} as const;

export type Permission = keyof typeof permissions;

export const roles = {
  // Of the doubts of his department he must see key, doubt and finding; else he could not say that it is settled.
  user: { title: '数据使用质量员', allow: ['read', 'doubt'], reach: 'department', clearance: 'personal' },
  // A case belongs to whoever holds it: he who doubted sees his own on its whole way.
  doubter: { title: '疑义提出人', allow: ['read', 'doubt'], reach: 'self', clearance: 'personal' },
  // Nobody can verify a row of which he sees neither key nor doubt.
  provider: {
    title: '数据质量责任人',
    allow: ['read', 'keep-rules', 'verify'],
    reach: 'department',
    clearance: 'personal',
  },
  steward: { title: '数据质量管理员', allow: ['read', 'keep-rules', 'supervise'], reach: 'all' },
} as const;

/** How much a dimension of GB/T 36344-2018 counts in a score; without a value it does not count at all. */
function weight(dimension: string) {
  return {
    title: `质量得分中${dimension}的权重`,
    value: 1,
    minimum: 0,
    maximum: 100,
    source: '本地默认：六个维度等权；GB/T 36344-2018 没有规定权重',
  };
}

export const settings = {
  'weight-01': weight('规范性'),
  'weight-02': weight('完整性'),
  'weight-03': weight('准确性'),
  'weight-04': weight('一致性'),
  'weight-05': weight('时效性'),
  'weight-06': weight('可访问性'),
  'timely-share': {
    title: '距上次更新超过周期的多少算不及时',
    value: 150,
    unit: '%',
    minimum: 100,
    maximum: 1000,
    source: '本地默认：周期的一倍半，与数据归集的迟到提醒一致；GB/T 36344-2018 未给限值',
  },
  'verify-days': {
    title: '疑义核实时限',
    value: 10,
    unit: '工作日',
    minimum: 1,
    maximum: 60,
    source: '政务数据共享的疑义校核惯例，凭记忆，可修改',
  },
} as const;

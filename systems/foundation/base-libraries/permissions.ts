/** Who may do what with the base libraries, and the roles that are offered ready-made. */

export const permissions = {
  read: '查看基础库和主题库的统计',
  inspect: '查看记录（按密级脱敏）',
  reveal: '说明查询目的后查看一项原值',
  check: '核验（只答是否一致）',
  doubt: '把不一致的值转疑义校核',
  decide: '裁定不一致的值和疑似同一主体',
  portray: '按授权的目的调阅画像',
  grant: '授权部门调阅画像',
  keep: '启动建库',
  own: '查看谁调阅过本人的画像',
} as const;

export type Permission = keyof typeof permissions;

export const roles = {
  steward: {
    title: '基础库管理员',
    allow: ['read', 'inspect', 'doubt', 'decide', 'grant', 'keep'],
    reach: 'all',
  },
  reader: {
    title: '基础库查阅员',
    allow: ['read', 'inspect', 'reveal'],
    clearance: 'internal',
    reach: 'area',
  },
  owner: { title: '主题库责任人', allow: ['read', 'inspect', 'keep'], reach: 'department' },
  source: { title: '来源部门数据员', allow: ['read', 'inspect'], reach: 'department' },
  portrayer: { title: '画像调阅员', allow: ['portray'], reach: 'department' },
  // Held by every citizen over what is his own.
  citizen: { title: '市民', allow: ['own'], reach: 'self', clearance: 'personal' },
  checker: { title: '核验员', allow: ['read', 'check'], reach: 'department' },
} as const;

export const settings = {
  'small-cell': {
    title: '按地区统计少于几条不显示',
    value: 10,
    unit: '条',
    minimum: 2,
    maximum: 100,
    source: '本市默认，参照统计资料不得识别单个对象的要求（统计法第二十五条）；对无权查看记录的人',
  },
} as const;

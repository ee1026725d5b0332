/** Who may do what on the data platform, the roles that are offered ready-made, and what its watch goes by. */

export const permissions = {
  read: '查看数据中心态势',
  screen: '查看数据中心一屏',
  'see-alerts': '查看本范围的泄露告警和处置单',
  watch: '处理泄露告警',
  explain: '代表本部门说明',
  judge: '认定误报、发起处置、作出结论',
} as const;

export type Permission = keyof typeof permissions;

export const roles = {
  viewer: { title: '数据中心态势查看人', allow: ['read', 'screen'], reach: 'all' },
  watcher: {
    title: '数据安全监测员',
    allow: ['read', 'screen', 'see-alerts', 'watch'],
    reach: 'all',
  },
  judge: {
    title: '数据安全处置负责人',
    allow: ['read', 'screen', 'see-alerts', 'watch', 'judge'],
    reach: 'all',
  },
  officer: { title: '部门数据安全说明人', allow: ['read', 'see-alerts', 'explain'], reach: 'department' },
} as const;

const local = '本地默认';

export const settings = {
  'history-weeks': {
    title: '自身基线回看',
    value: 8,
    unit: '周',
    minimum: 4,
    maximum: 26,
    source: `${local}：同一周内时刻及前后一小时，至多24个值`,
  },
  'history-days': {
    title: '开始比较基线所需的最短历史',
    value: 28,
    unit: '天',
    minimum: 14,
    maximum: 180,
    source: `${local}：不足四周的调用方不按偏离判断，只按遍历、拒绝等规则判断`,
  },
  'spread-floor': {
    title: '基线离散度下限（对数单位的百分之几）',
    value: 35,
    unit: '%',
    minimum: 5,
    maximum: 200,
    source: `${local}：约合四成波动，防止极规律的调用方稍有变化即告警`,
  },
  'watched-hours': {
    title: '只检测多久以内的调用',
    value: 48,
    unit: '小时',
    minimum: 2,
    maximum: 720,
    source: `${local}：首次启用时不对陈年凭证逐条告警`,
  },
  'explain-days': {
    title: '处置单的部门说明时限',
    value: 3,
    unit: '工作日',
    minimum: 1,
    maximum: 30,
    source: local,
  },
  'rectify-days': {
    title: '违规的整改期限',
    value: 10,
    unit: '工作日',
    minimum: 1,
    maximum: 60,
    source: local,
  },
  'exception-days': {
    title: '告警例外的最长有效期',
    value: 90,
    unit: '天',
    minimum: 1,
    maximum: 365,
    source: local,
  },
  'silent-share': {
    title: '超过采集周期的多少算中断',
    value: 300,
    unit: '%',
    minimum: 150,
    maximum: 3000,
    source: `${local}：周期的三倍；迟到按数据归集的“迟到”参数`,
  },
  'unused-days': {
    title: '多久没有调用算闲置',
    value: 90,
    unit: '天',
    minimum: 7,
    maximum: 730,
    source: local,
  },
} as const;

/** Words of alerts, for code lists, rules and pages alike. */

export const kindTitles = {
  volume: '用量异常',
  night: '非工作时间突增',
  scraping: '遍历抓取',
  refused: '拒绝过多',
  quota: '额度将尽',
  dormant: '停用后启用',
  export: '频繁导出',
  outside: '超出惯常范围',
  lookers: '同一对象多人查看',
} as const;
export type LeakKind = keyof typeof kindTitles;

/** The gravest first. */
export const gradeTitles = { high: '高', medium: '中', low: '低' } as const;
export type Grade = keyof typeof gradeTitles;

export const alertStatuses = {
  open: '待处理',
  acknowledged: '已确认',
  explained: '部门已说明',
  handling: '处置中',
  'false-alarm': '误报',
  closed: '已处置',
} as const;
export type AlertStatus = keyof typeof alertStatuses;

/** What a conclusion against a department does. */
export const measureTitles = { warn: '提醒整改', suspend: '暂停合同' } as const;

export const rectifyingTitles = { due: '待整改', reported: '待复核', done: '已整改' } as const;

/** An alert that takes further findings of its caller and kind. */
export const openStatuses: readonly AlertStatus[] = ['open', 'acknowledged', 'explained', 'handling'];

export const callerKinds = { application: '应用', person: '人员', record: '被查看的对象' } as const;
export type CallerKind = keyof typeof callerKinds;

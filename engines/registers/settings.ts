/** How much leaves without approval, and how much the nightly destruction does at once. */
export const settings = {
  'export-free-rows': {
    title: '不经审批最多导出',
    value: 1000,
    unit: '行',
    minimum: 0,
    maximum: 200_000,
    source:
      '本市默认；网络安全等级保护基本要求 GB/T 22239-2019 三级：批量导出应经审批；含个人或敏感信息的一律审批',
  },
  'retention-soon-days': {
    title: '多少天内到期算即将到期',
    value: 30,
    unit: '天',
    minimum: 1,
    maximum: 365,
    source: '本市默认',
  },
  'destroy-batch': {
    title: '一批最多销毁',
    value: 500,
    unit: '条',
    minimum: 10,
    maximum: 5000,
    source: '本市默认：一批一个事务',
  },
  'destroy-most': {
    title: '每个台账一夜最多销毁',
    value: 50_000,
    unit: '条',
    minimum: 100,
    maximum: 1_000_000,
    source: '本市默认',
  },
} as const;

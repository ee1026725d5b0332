/** Who may do what in 机关内跑: units that apply, units that handle, those on the path, keepers of seals, and the office that promotes it. */
import type { RoleSpec } from '../../../kernel/contract.ts';

export const permissions = {
  read: '查看内跑事项和办件',
  apply: '申请办理',
  accept: '受理',
  consult: '会办',
  handle: '办理',
  seal: '在线用印',
  'keep-items': '维护事项目录',
  measure: '统计办理情况',
  administer: '跳转和处置卡住的件',
} as const;

type Permission = keyof typeof permissions;

export const roles = {
  applicant: { title: '申请单位经办人', allow: ['read', 'apply'], reach: 'department' },
  handler: {
    title: '办理单位经办人',
    allow: ['read', 'apply', 'accept', 'consult', 'handle'],
    reach: 'department',
  },
  sealer: { title: '印章管理员', allow: ['read', 'seal'], reach: 'department' },
  promoter: { title: '机关内跑推进员', allow: ['read', 'measure'], reach: 'area' },
  // Puts right what is stuck, and carries out nothing himself.
  administrator: { title: '机关内跑系统管理员', allow: ['read', 'administer'], reach: 'all' },
  // The catalogue holds for the whole city.
  'catalogue-keeper': { title: '事项目录管理员', allow: ['read', 'keep-items'], reach: 'all' },
} as const satisfies Readonly<Record<string, RoleSpec<Permission>>>;

export const settings = {
  'accept-days': {
    title: '受理答复时限',
    value: 1,
    unit: '工作日',
    minimum: 1,
    maximum: 5,
    source: '本市默认；《行政许可法》第三十二条为当场或五日内，逾期不告知视为受理',
  },
  'mend-days': {
    title: '补正材料时限',
    value: 10,
    unit: '工作日',
    minimum: 1,
    maximum: 60,
    source: '本市默认，逾期未补正终止办理',
  },
  'rate-days': {
    title: '评价时限',
    value: 5,
    unit: '工作日',
    minimum: 1,
    maximum: 60,
    source: '本市默认；没有评价的不计入，不默认好评',
  },
} as const;

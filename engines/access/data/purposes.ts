/** 查询目的: for what somebody may look at personal details one by one, and on what ground; nobody looks for another reason. */

export interface PurposeSpec {
  readonly code: string;
  readonly title: string;
  readonly basis: string;
  /** Stands in a case: its number is asked. */
  readonly needsCase: boolean;
}

const duty = '《个人信息保护法》第三十四条：为履行法定职责，按权限和程序，不超出必需范围';

export const purposes: readonly PurposeSpec[] = [
  { code: 'case', title: '办理本人经手的案件或办件', basis: duty, needsCase: true },
  {
    code: 'request',
    title: '答复当事人本人的查询、更正或投诉',
    basis: '《个人信息保护法》第四十五条、第四十六条、第五十条',
    needsCase: false,
  },
  { code: 'check', title: '行政检查和核查', basis: `${duty}；《行政处罚法》第五十五条`, needsCase: false },
  {
    code: 'quality',
    title: '核对和更正登记的数据',
    basis: '《个人信息保护法》第八条：保证个人信息的质量',
    needsCase: false,
  },
  {
    code: 'emergency',
    title: '紧急情况下保护生命健康和财产',
    basis: '《个人信息保护法》第十三条第一款第四项',
    needsCase: false,
  },
];

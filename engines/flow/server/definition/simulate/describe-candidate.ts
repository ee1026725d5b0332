/** Whom a user task would ask, in words: a drawing knows the rule, not the people. */
import type { CandidateRule, Whose } from '../../../../../kernel/process.ts';

const whose: Readonly<Record<Whose, string>> = {
  case: '案件所在单位',
  initiator: '发起人单位',
  previous: '上一办理人单位',
};

export function describeCandidate(rule: CandidateRule): string {
  switch (rule.kind) {
    case 'area':
      return '案件所在地有权办理的人';
    case 'unit':
      return '承办单位有权办理的人';
    case 'initiator':
      return '发起人';
    case 'chosen':
      return '上一办理人指定的人';
    case 'post':
      return `${whose[rule.of]}有权办理的人`;
    case 'head':
      return `${whose[rule.of]}负责人`;
    case 'least-loaded':
      return `${rule.of === 'area' ? '案件所在地' : whose[rule.of]}在办最少的人`;
    case 'on-duty':
      return `“${rule.roster}”值班人员`;
    case 'field':
      return '字段中指定的人或单位';
  }
}

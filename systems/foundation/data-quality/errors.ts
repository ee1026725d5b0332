/** What may go wrong with rules and doubts, said to the person who did it. */
import { conflict, defineErrors, forbidden, invalid, missing } from '../../../kernel/errors.ts';

export const errors = defineErrors('data-quality', {
  noRules: conflict('这个数据集没有启用的质量规则'),
  nothingRunning: conflict('没有正在进行的任务'),
  noSuggestion: conflict('建议已经变化，请刷新后再选'),
  otherHidden: forbidden('对照数据集的这些字段超出您的查看权限，不能拿来比对'),
  noReport: missing('找不到这次检查，或其中没有这条规则'),
  noResource: invalid('数据目录不存在、没有发布或没有挂接数据'),
  ownData: invalid('本部门的数据请直接更正'),
  unknownField: invalid('目录里没有信息项“{field}”'),
  noAgreement: invalid('共享合同不存在，或不是本部门取得这项数据的合同'),
  notFar: invalid('这份合同的数据就在本平台，请直接提出数据疑义'),
  linkClosed: conflict('与对方平台的链路已关闭，不能经链路提出疑义'),
  notCorrected: conflict('提出疑义以后这项数据还没有更新过：请先在源头更正并重新采集，或更正退回记录后重放'),
});

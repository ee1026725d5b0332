/** What may go wrong with doubts, said to the person who did it. */
import { conflict, defineErrors, invalid } from '../../../kernel/errors.ts';

export const errors = defineErrors('data-quality', {
  noResource: invalid('数据目录不存在、没有发布或没有挂接数据'),
  ownData: invalid('本部门的数据请直接更正'),
  unknownField: invalid('目录里没有信息项“{field}”'),
  notCorrected: conflict('提出疑义以后这项数据还没有更新过：请先在源头更正并重新采集，或更正退回记录后重放'),
});

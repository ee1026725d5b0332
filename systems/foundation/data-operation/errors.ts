/** What may go wrong with operated data, said to whoever did it. */
import { conflict, defineErrors, forbidden, invalid } from '../../../kernel/errors.ts';

export const errors = defineErrors('data-operation', {
  noResource: invalid('数据目录不存在、没有发布或没有挂接数据'),
  notShared: forbidden('这项数据不予共享：{basis}'),
  otherOperator: forbidden('运营单位不存在、授权已到期或已停用，或您不是它的经办人'),
  unknownFields: invalid('数据集里没有这些字段：{fields}'),
  badTerms: invalid('{part}的写法不对：{hint}'),
  unknownParties: invalid('没有这些部门：{parties}'),
  freeText: invalid('分组“{group}”像是个人信息或自由文本，不能作为输出的组'),
  untilPast: invalid('使用期限必须晚于今天，且不超过运营单位的授权期限'),
  tooMuchBudget: invalid('{what}不能超过{most}'),
  notInForce: forbidden('项目不在有效期内或已终止'),
  otherMethod: invalid('项目约定的方法不是这一种'),
  usedUp: forbidden('项目约定的{most}次运行已用完'),
  ownOutput: forbidden('申请方不能审核自己的输出'),
  notInReview: conflict('这次运行不在待审核状态'),
  nothingToRelease: forbidden('没有一格可以放行，只能不予放行'),
  notReleased: forbidden('结果还没有放行'),
  closed: conflict('项目已终止'),
  notListed: conflict('产品已下架'),
  badShares: invalid('财政和提供部门的分成合计不能超过100%'),
  badTerm: invalid('期限的起止颠倒了'),
  outsideTerm: forbidden('今天不在订阅期限内'),
  monthOpen: conflict('这个月还没有结束，不能结算'),
  settled: conflict('这个月已出具结算单{number}'),
});

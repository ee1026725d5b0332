/** Everything that 生态环境监测 may refuse, with the sentence that the person reads. */
import { conflict, defineErrors, invalid, missing } from '../../../kernel/errors.ts';

export const errors = defineErrors('environment', {
  noDevice: conflict('“{name}”没有关联监测设备'),
  noPlace: conflict('“{name}”没有位置，不能溯源'),
  noWind: conflict('这段时间没有风的观测，不能溯源'),
  noRiver: missing('没有这条河流，或断面没有填写里程'),
  periodReversed: invalid('开始日期晚于结束日期'),
  factorUnknown: invalid('设备的物模型没有监测因子“{factor}”'),
  dateGone: invalid('整改期限应晚于今天'),
  orderMissing: invalid('责令改正须填写文书编号和整改期限'),
  stillOver: conflict('复核值 {value} 仍高于限值 {limit}，不能通过'),
  penaltyMissing: invalid('行政处罚须填写决定书文号'),
  reasonMissing: invalid('不予处罚须填写理由'),
});

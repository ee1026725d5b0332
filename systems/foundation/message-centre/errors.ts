/** Refusals of 消息管理 that the engine does not know. */
import { defineErrors, forbidden } from '../../../kernel/errors.ts';

export const errors = defineErrors('message-centre', {
  outOfReach: forbidden('您无权向这个范围群发'),
  wholeCity: forbidden('发送记录不分区划，只有全市范围的消息管理人员可以查看'),
  notYours: forbidden('只有申请人或审批人可以停止这次群发'),
});

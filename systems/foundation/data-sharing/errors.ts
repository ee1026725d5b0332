/** What may go wrong with sharing, said to the person or application that did it. */
import { conflict, defineErrors, forbidden, invalid, missing } from '../../../kernel/errors.ts';

export const errors = defineErrors('data-sharing', {
  noResource: invalid('数据目录不存在、没有发布或没有挂接数据'),
  notShared: forbidden('这项数据不予共享：{basis}'),
  ownData: invalid('本部门的数据不需要申请共享'),
  otherApplication: invalid('应用不存在或不属于本部门'),
  unknownFields: invalid('目录里没有这些信息项：{fields}'),
  untilPast: invalid('使用期限必须晚于今天'),
  tooManyCalls: invalid('每日调用不能超过{most}次'),
  badRows: invalid('行条件的写法应为“字段=值”，多个值用“、”隔开，一行一条'),
  notInForce: forbidden('共享合同不在有效期内或已停用'),
  otherApp: forbidden('这份合同没有授权给这个应用'),
  pushOver: conflict('这项推送已经终止，目标表已清空'),
  farCallsOnly: conflict('这份合同的数据在对方平台，只能按合同调用，不能在这里取文件或推送库表'),
  farApplication: conflict('这是对方平台的应用，由对方签发密钥'),
  farEntryGone: missing('对方平台没有这项目录，或已经撤下'),
  farNotReady: invalid('对方的这项目录没有发布、没有挂接数据或不予共享，不能申请'),
  farRelayed: invalid('这项目录属于{owner}，经{name}转报；请经与它直接相连的平台申请'),
  headWentBack: conflict('对方的凭证日志从{before}条退到{after}条'),
  reasonNeeded: invalid('请写明理由'),
  closed: conflict('合同已终止，不能再变更'),
});

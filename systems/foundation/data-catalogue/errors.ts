/** What may go wrong with the catalogue, said to the person who did it. */
import { conflict, defineErrors, invalid } from '../../../kernel/errors.ts';

export const errors = defineErrors('data-catalogue', {
  conditionMissing: invalid('有条件共享必须写明共享条件'),
  basisMissing: invalid('不予共享必须写明法律、行政法规或党中央、国务院政策依据'),
  openConditionMissing: invalid('有条件开放必须写明开放条件'),
  openWiderThanShared: invalid('不予共享的数据不能开放'),
  otherDepartment: invalid('只能编制本部门的目录'),
  targetMissing: invalid('要挂接的数据集不存在或不属于本部门'),
  dutyMissing: invalid('应编目录不存在或不属于本部门'),
  changeTarget: invalid('变更、暂停和注销要指明目录'),
  automatic: conflict('这条目录由系统台账自动编制，随台账的声明变化'),
  nameTaken: conflict('本部门已有名为“{name}”的目录'),
  ownCodes: conflict('本人导入的条目须由他人审核'),
  codesMoved: conflict('待审核的条目已变，请刷新后再办'),
  listClosed: conflict('没有数据元引用这个代码表，或它由系统自带，不能导入，只能退回'),
  itemGone: conflict('信息项已不在目录，不能核定'),
  unknownGrade: invalid('没有这个分类或级别'),
  lowerNeedsReason: invalid('低于建议的级别须写明理由'),
  looserNeedsReason: conflict('“{item}”比已核定的级别低或换了分类，请用“另定”并写明理由'),
  policyLost: conflict('这样核定，脱敏水印策略“{policies}”就管不到“{item}”，须由有权维护策略的人核定'),
  notPublished: conflict('目录不在已发布或暂停状态'),
});

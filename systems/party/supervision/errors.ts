/** Everything that 督查考核 may refuse, with the sentence that the person reads. */
import { conflict, defineErrors, forbidden, invalid, missing } from '../../../kernel/errors.ts';

export const errors = defineErrors('supervision', {
  badTasks: invalid('任务分解有误，请按提示修改'),
  badStages: invalid('节点有误，请按提示修改'),
  matterMissing: missing('没有这个督查事项'),
  tasksOpen: conflict('任务“{title}”还没有销号，不能销号归档'),
  matterClosed: conflict('该事项已销号，不能再加任务'),
  noEvidence: invalid('申请办结请上传佐证材料'),
  notDone: invalid('进度达到 100% 才能申请办结'),
  backwards: invalid('进度不应低于上次反馈的 {progress}%'),
  mostDelays: conflict('该任务已延期 {most} 次，不能再延'),
  reportMissing: missing('没有这份进展报告'),
  reportReturned: conflict('该报告已退回，等待重报'),
  whichUnit: invalid('请选择代哪个协办单位填报'),
  factMissing: missing('没有这条考核事实'),
  notYours: forbidden('只有被考核单位可以申诉'),
  appealedBefore: conflict('这条事实已{state}，不能再申诉'),
  appealLate: conflict('申诉期为 {days} 个工作日，已经过了'),
  bonusAppeal: conflict('加分不需要申诉'),
  periodReversed: invalid('开始日期晚于结束日期'),
  bulletinMissing: missing('没有这份通报'),
  bulletinIssued: conflict('该通报已签发，不能再改'),
  badRule: invalid('规则“{title}”不能计算，请联系规则管理员'),
});

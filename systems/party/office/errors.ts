/** Everything that 协同办公 may refuse, with the sentence that the person reads. */
import { conflict, defineErrors, forbidden, invalid, missing } from '../../../kernel/errors.ts';

export const errors = defineErrors('office', {
  classified: invalid('本平台为非涉密平台,不得处理涉密公文;请通过涉密渠道办理'),
  unfit: invalid('公文不符合《党政机关公文处理工作条例》,请按提示修改'),
  seriesMissing: invalid('没有这个机关代字,或已停用'),
  recipientsMissing: invalid('没有可以送达的收文单位,请在“分发单位”中选择'),
  received: conflict('{unit}已签收,不能{verb}'),
  settled: conflict('该件已{state},不能{verb}'),
  roomMissing: missing('没有这个会议室'),
  roomTaken: conflict('该会议室 {from} 至 {to} 已被“{title}”预定'),
  timeReversed: invalid('会议结束时间应晚于开始时间,并在同一天'),
  timePast: invalid('会议开始时间已过'),
  timeFar: invalid('会议室最多提前 {days} 天预定'),
  periodReversed: invalid('开始日期晚于结束日期'),
  notYours: forbidden('只有预定人可以操作'),
  meetingCancelled: conflict('会议已取消'),
  unitUnknown: invalid('没有找到所选的单位'),
  signedIn: conflict('您单位已签到'),
  codeWrong: invalid('签到码不对,请看会场显示的六位数字'),
  signInClosed: conflict('会议开始前 {minutes} 分钟至会议结束可以签到'),
});

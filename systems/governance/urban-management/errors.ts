/** Everything that 智慧城管 may refuse, with the sentence that the person reads. */
import { conflict, defineErrors, forbidden, invalid, missing, tooMany } from '../../../kernel/errors.ts';

export const errors = defineErrors('urban-management', {
  outsideCity: invalid('事发位置不在本市范围内,请重新选点'),
  areaMismatch: invalid('所选区划与地图位置不一致:该位置属于{area}'),
  placeNeeded: invalid('请在地图上选点,或选择所属区划'),
  matterUnknown: invalid('没有这个事项小类'),
  standardMismatch: invalid('所选立案标准不属于该事项小类,或今天不在有效期内'),
  componentMismatch: invalid('所选部件的小类与事项小类不一致'),
  componentFar: invalid('所选部件距事发位置 {metres} 米,请确认'),
  photosNeeded: invalid('请至少上传 {count} 张{kind}照片'),
  sourceForbidden: forbidden('您不能以该来源上报'),
  startForbidden: conflict('该来源的案件须从“{stage}”环节开始'),
  notHandled: conflict('案件尚未处置并核查通过,不能正常结案;可强制结案或挂账'),
  escalateFirst: conflict('本案异议已成立 {count} 次,应提请市指挥中心协调'),
  photoMissing: invalid('照片不存在或不是您上传的,请重新上传'),
  sourceUnknown: invalid('没有这个案件来源'),
  tooManyReports: tooMany('今天上报的件数已达上限,如有紧急情况请拨打 12345'),
  notYours: missing('没有找到这件上报'),
  notClosed: conflict('案件办结后才能评价'),
  ratingOver: conflict('已超过评价期限({days} 天)'),
  rated: conflict('您已评价过,感谢您的反馈'),
  periodTooLong: invalid('统计时段最长 {days} 天'),
  periodReversed: invalid('开始日期晚于结束日期'),
  codeMismatch: invalid('部件标识码与{part}不一致'),
});

/** Everything that 安康码 may refuse, with the sentence that the person reads. */
import { conflict, defineErrors, forbidden, invalid, missing, tooMany } from '../../../kernel/errors.ts';

export const errors = defineErrors('city-code', {
  idCardWrong: invalid('身份证号有误：{problem}'),
  nameWrong: invalid('姓名与账号的姓名不一致'),
  alreadyHeld: conflict('该身份证号已申领过安康码'),
  heldAtWindow: conflict('您在窗口办过安康码，请选“在窗口办过，转到手机”'),
  notHeld: conflict('您还没有申领安康码'),
  cardNotOwn: invalid('身份证号与您实名核验的不一致'),
  takeoverRefused: invalid(
    '没有核对上：请核对身份证号，扫本人仍有效的纸质码，或先到政务服务窗口核验身份后再试',
  ),
  takeoverTries: tooMany('今天核对的次数已用完，请明天再试，或到窗口办理'),
  suspended: conflict('安康码已挂失，请先解除挂失'),
  noSuchScene: invalid('没有这个场景，或已停用'),
  anchorWrong: invalid('手机送来的验证数据不对，请刷新页面'),
  deviceWrong: forbidden('这部手机已被移除，请重新登录后再用'),
  tooManyDevices: tooMany('最多在 {most} 部手机上使用，请先移除一部'),
  notFamily: missing('没有这位家庭成员，或不由您代持'),
  holderThere: conflict('该成员已有安康码，请由本人使用'),
  carriedAlready: conflict('该成员已由这位家人代持'),
  noSuchHolder: missing('没有找到持码人'),
  notAccepted: invalid('核验没有通过：{why}'),
  mappingRefused: forbidden('“{scene}”场景不能取用{kind}'),
  notLinked: missing('持码人没有关联{kind}'),
  linkedElsewhere: conflict('这个号码已关联在别人名下'),
  numberWrong: invalid('号码格式不对'),
  reportThere: conflict('该运营商 {month} 的用户数已报送'),
});

/** Everything that 电子证照 may refuse, with the sentence that the person reads. */
import { conflict, defineErrors, forbidden, invalid, missing } from '../../../kernel/errors.ts';

export const errors = defineErrors('licence', {
  noSuchType: invalid('没有这种证照类型，或已停用'),
  numberWrong: invalid('证照编号或标识有误：{problem}'),
  numberNeeded: invalid('{type}的编号须填写'),
  holderWrong: invalid('持证主体代码有误：{problem}'),
  holderKindWrong: invalid('{type}的持证主体应为{kind}'),
  holderUnknown: invalid('没有找到持证人的市民账号'),
  spanReversed: invalid('有效期止早于有效期起'),
  alreadyValid: conflict('编号 {number} 已有一张有效的{type}，请办理变更、补证或先注销'),
  notYourType: forbidden('{type}由其他部门颁发'),
  noSeal: conflict('{organ}还没有启用的电子证照专用章，请先制章'),
  noSuchLicence: missing('没有找到这张证照，请核对标识或编号'),
  notInForce: conflict('证照当前为“{state}”，不能{act}'),
  ownRequest: forbidden('不能审批自己受理的申请，请由他人审批'),
  codeWrong: invalid('查验码不对，请核对证照上的六位查验码'),
  noConsent: forbidden('没有持证人的有效授权，不能用证'),
  consentSettled: conflict('该授权已{state}'),
  consentEnded: conflict('授权已到期'),
  fieldsBeyond: forbidden('只能取用持证人同意的内容'),
  notYours: missing('没有找到这张证照，或不是您的'),
  claimWrong: invalid('姓名、证件号码或证照编号与登记不符'),
  fileMissing: conflict('这张证照还没有生成版式文件'),
  certificateWrong: invalid('根证书不能读取：{reason}'),
  rootThere: conflict('这张根证书已在信任列表中'),
  fileTooLarge: invalid('文件超过 700 KB，请用网页核验'),
});

/** Everything that 机关内跑 may refuse, with the sentence that the person reads. */
import { conflict, defineErrors, forbidden, invalid, missing } from '../../../kernel/errors.ts';

export const errors = defineErrors('inner-run', {
  itemMissing: missing('没有这个事项'),
  itemOffline: conflict('“{title}”已停办'),
  badItem: invalid('事项有误，请按提示修改'),
  codeTaken: conflict('事项编码 {code} 已被使用'),
  materialMissing: invalid('缺少材料，请按提示补齐'),
  materialUnknown: invalid('材料与事项不符，请按提示修改'),
  ownUnit: forbidden('本单位的事项在单位内部办理，不用申请'),
  supplementOnce: conflict('补正只能一次性告知，已经告知过，请受理或不予受理'),
  whichUnit: invalid('请选择代哪个会办单位答复'),
  answered: conflict('{unit}已答复，不能再次答复'),
  sealMissing: missing('没有这个核验码'),
  notSealed: missing('没有加盖电子印章的版式文件'),
  periodReversed: invalid('开始日期晚于结束日期'),
});

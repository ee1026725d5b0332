/** What may go wrong with alerts and their handling, said to the person who did it. */
import { conflict, defineErrors, forbidden, invalid } from '../../../kernel/errors.ts';

export const errors = defineErrors('data-platform', {
  settled: conflict('这条告警已经处理完毕，不能再变更'),
  inHandling: conflict('这条告警正在处置，请在处置单中办理'),
  wrongStage: conflict('整改情况已经变化，请刷新后再办理'),
  badUntil: invalid('例外的有效期应在今天以后、{most}天以内'),
  noDepartment: invalid('这条告警没有责任部门，不能转处置单'),
  noContract: invalid('这条告警不涉及共享合同，没有可以暂停的合同'),
  maySuspend: forbidden('暂停合同还需要数据共享管理员的权限'),
  longPeriod: invalid('一次最多查看{most}天'),
});

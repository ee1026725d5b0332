/** Errors of the registers engine. */
import {
  conflict,
  defineErrors,
  forbidden,
  invalid,
  missing,
  tooLarge,
  tooMany,
} from '../../kernel/errors.ts';

export const registerErrors = defineErrors('registers', {
  unknownRegister: missing('没有这个台账'),
  duplicate: conflict('“{title}”与已有记录重复'),
  outOfScope: forbidden('这条记录不在您的管理范围内'),
  ownedByProcess: forbidden('案件由办理流程写入,不能在台账中直接修改'),
  archived: conflict('记录已归档,不能再修改'),
  notMasked: invalid('这个字段没有脱敏内容可查看'),
  brokenFile: invalid('文件无法导入:{reason}'),
  tooManyRows: tooLarge('一次最多导入 {most} 行'),
  importBusy: tooMany('这个台账正在处理的导入过多,请先确认或取消'),
  importState: conflict('这批导入{state},不能进行此操作'),
  invalidRows: conflict('有 {count} 行未通过检查,请修改后重新上传,或选择“只导入有效行”'),
  nothingValid: invalid('没有可导入的有效行'),
  stagingLost: conflict('暂存的数据已失效,请重新上传文件'),
  raced: conflict('有 {count} 行与刚刚新增的记录重复,已列入错误清单,请查看后重新确认'),
  tooManyToRead: tooLarge('“{title}”中符合条件的记录超过 {most} 条,无法一次算完,请缩小范围'),
  exportTooLarge: invalid('符合条件的记录超过 {most} 条,请缩小范围后导出'),
});

/** What may go wrong with sources and datasets, said to the person who did it. */
import { conflict, defineErrors, invalid } from '../../../kernel/errors.ts';

export const errors = defineErrors('data-collection', {
  connectionIncomplete: invalid('数据源的连接信息不完整：{field}'),
  paused: conflict('数据集已停用，请先启用'),
  otherDepartment: invalid('数据源不属于这个部门'),
  nothingRunning: conflict('没有正在进行的采集'),
  notYourFile: invalid('找不到您上传的这个文件'),
  followMissing: invalid('增量采集要指定跟随的列，并至少有一个主键字段'),
  keyMissing: invalid('这种采集方式要按主键合并，请至少指定一个主键字段'),
  messagesMode: invalid('消息来源只能按消息方式采集，其他来源不能'),
  notFileSource: invalid('这个数据集的来源不是文件，不能上传'),
  sourceGone: conflict('数据源已删除或停用'),
  oldDefinition: conflict('数据集的定义已不合现行格式，请打开定义重新保存'),
  codeTaken: conflict('数据集编码“{code}”已被使用'),
});

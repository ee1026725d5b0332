/** Everything that 城市生命线 may refuse, with the sentence that the person reads. */
import { conflict, defineErrors, invalid, missing, tooLarge } from '../../../kernel/errors.ts';

export const errors = defineErrors('lifeline', {
  modelTooLarge: tooLarge('模型文件超过 {megabytes} MB'),
  modelRefused: invalid('模型文件有 {count} 处不正确，没有导入'),
  modelNotText: invalid('模型文件不是文本（UTF-8 或 GB 18030）'),
  placedOutside: invalid('按这个坐标关系，管网不在本市范围内'),
  modelLost: missing('管网的模型文件不在了，请重新导入'),
  modelUnsolved: conflict('水力模型不能计算：{reason}'),
  pipeUnknown: missing('管网里没有管段“{pipe}”'),
  noSensors: conflict('管网没有监测点，不能定位'),
  noReadings: conflict('事件发生以来没有有效读数，不能定位'),
  fewReadings: conflict('近期测点的小时均值只有 {count} 个，不足 {least} 个，不能校核'),
  noNetwork: conflict('事件没有关联供水管网，不能定位'),
  periodRunning: invalid('这一期还没有结束，不能生成报告'),
  reportUnfinished: conflict('报告还没有生成好'),
  pipeMissing: invalid('供水事件须填写研判管段'),
});

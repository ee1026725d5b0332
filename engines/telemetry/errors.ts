/** What may go wrong with devices, models, rules and alarms, said to the person who did it. */
import {
  conflict,
  defineErrors,
  invalid,
  tooLarge,
  unauthenticated,
  unavailable,
} from '../../kernel/errors.ts';

export const telemetryErrors = defineErrors('telemetry', {
  busy: unavailable('接入繁忙，请稍后重发'),
  wrongKey: unauthenticated('设备编码或密钥不正确，或设备没有启用'),
  stageUnreachable: conflict('设备{from}，不能改为{to}'),
  modelBroken: conflict('新版本与已有读数不符：{problems}'),
  unknownProperty: invalid('物模型没有属性“{name}”'),
  unknownCase: invalid('没有案件类型“{type}”'),
  unknownCaseField: invalid('案件没有字段“{name}”'),
  jointWithoutDevice: invalid('条件取其他设备的读数时，须选定规则只管哪台设备'),
  notNumeric: invalid('“{name}”不是数值，没有曲线'),
  unknownService: invalid('物模型没有服务“{name}”'),
  wrongInput: invalid('参数“{name}”应为{type}'),
  notWritable: invalid('属性“{name}”不能设定'),
  deviceInactive: conflict('设备没有启用'),
  alarmAcknowledged: conflict('告警已由他人确认'),
  alarmClosed: conflict('告警已关闭'),
  alarmNotCleared: conflict('告警条件仍然成立，处置后自动恢复才能关闭'),
  notReplayable: conflict('只有隔离中的读数可以重放'),
  tooManyReadings: tooLarge('一次最多撤销 {most} 条观测，请逐个属性撤销'),
  tooManyHours: tooLarge('一次最多读取 {most} 个小时值，请缩短时间或减少设备'),
  wrongSecret: invalid('{protocol} 设备的密码应为{shape}'),
  noSecret: conflict('{protocol} 设备没有密码，按地址识别'),
  firmwareThere: conflict('此物模型已有版本“{version}”'),
  tooManyDevices: tooLarge('一次最多升级 {most} 台设备，请按分组或逐台选择'),
  nothingToUpgrade: conflict('没有可升级的设备，或都已在别的升级任务中'),
  upgradeOver: conflict('升级任务已结束'),
  upgradeRunning: conflict('升级任务正在进行，请先停止'),
  replayRefused: conflict('重放仍被拒收：{reason}'),
});

/** Reasons of refusal as people read them. */
export const refusalTitles = {
  'unknown-device': '设备未登记',
  'inactive-device': '设备未启用',
  'unknown-property': '物模型没有该属性',
  'wrong-value': '数值不合类型',
  'from-the-future': '时间超前',
  'too-old': '时间过旧',
  'too-many': '超过每分钟限量',
} as const;

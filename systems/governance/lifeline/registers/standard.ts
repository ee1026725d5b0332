/** 报警阈值 and 预警响应标准: what raises an alarm of which level, and who has to be where in what time; tables that officials keep. */
import {
  boolean,
  code,
  decimal,
  defineRegister,
  integer,
  json,
  ref,
  text,
} from '../../../../kernel/register.ts';

const shared = {
  owner: 'city-housing-construction',
  share: 'conditional',
  open: 'none',
  allow: { read: 'read', write: 'keep', import: 'keep', export: 'read' },
  reference: true,
} as const;

export const threshold = defineRegister({
  title: '生命线报警阈值',
  summary: '每种监测量的三级阈值和依据;启用后生成判定规则,同一物模型的设备都按它报警',
  ...shared,
  fields: {
    key: text({ title: '编号', required: true, unique: true, list: true, maxLength: 60 }),
    kind: code({ title: '专项', required: true, codeList: 'lifeline kinds', filter: true, list: true }),
    model: text({
      title: '物模型编码',
      required: true,
      list: true,
      maxLength: 60,
      hint: '例如 water-pressure-logger',
    }),
    property: text({
      title: '属性',
      required: true,
      list: true,
      maxLength: 40,
      pattern: /^[a-z][a-z0-9-]{0,39}$/,
    }),
    device: ref({
      title: '只对设备',
      to: 'telemetry.device',
      filter: true,
      hint: '空则同一物模型的设备都按它报警;单个测点的阈值与通用阈值并用',
    }),
    form: code({ title: '判定', required: true, codeList: 'lifeline threshold-forms', list: true }),
    amount: decimal({ title: '阈值', required: true, list: true, minimum: -1e6, maximum: 1e6 }),
    seconds: integer({
      title: '时间',
      unit: '秒',
      list: true,
      minimum: 0,
      maximum: 604_800,
      hint: '上升、下降:多长时间以内;高于、低于:持续多久',
    }),
    level: code({ title: '级别', required: true, codeList: 'lifeline levels', filter: true, list: true }),
    source: text({ title: '依据', required: true, list: true, maxLength: 100 }),
    enabled: boolean({ title: '启用', filter: true, list: true }),
    rule: ref({ title: '判定规则', to: 'telemetry.rule', managed: true }),
    problem: text({ title: '未能启用的原因', managed: true, maxLength: 200 }),
  },
  titleField: 'key',
  sort: 'key',
});

export const responseRule = defineRegister({
  title: '预警响应标准',
  summary: '三级预警各环节的时限和协同单位;按级别取最新一行',
  ...shared,
  fields: {
    key: text({ title: '编号', required: true, unique: true, list: true, maxLength: 40 }),
    kind: code({ title: '专项', required: true, codeList: 'lifeline kinds', filter: true, list: true }),
    level: code({ title: '级别', required: true, codeList: 'lifeline levels', filter: true, list: true }),
    assess: integer({ title: '研判', required: true, unit: '分钟', list: true, minimum: 1, maximum: 1440 }),
    dispatch: integer({ title: '派单', required: true, unit: '分钟', list: true, minimum: 1, maximum: 1440 }),
    handle: integer({ title: '处置', required: true, unit: '分钟', list: true, minimum: 1, maximum: 43_200 }),
    recheck: integer({
      title: '复核',
      required: true,
      unit: '分钟',
      list: true,
      minimum: 1,
      maximum: 43_200,
    }),
    review: integer({ title: '评估', required: true, unit: '分钟', list: true, minimum: 1, maximum: 43_200 }),
    joint: json({ title: '协同单位', required: true, hint: '单位编号的列表' }),
    source: text({ title: '依据', required: true, list: true, maxLength: 100 }),
  },
  titleField: 'key',
  sort: 'key',
});

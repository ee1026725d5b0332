/** 告警规则 and 告警静默: conditions over readings as governed, versioned data, and when nobody wants to hear of them. */
import {
  area,
  boolean,
  code,
  defineRegister,
  department,
  json,
  longText,
  moment,
  ref,
  text,
} from '../../../kernel/register.ts';

export const rule = defineRegister({
  title: '告警规则',
  summary: '对一类设备读数的判定条件、持续时间和级别;每次修改为一个版本,告警记下判定所用的版本',
  owner: 'city-data-resources',
  share: 'conditional',
  open: 'none',
  fields: {
    name: text({ title: '名称', required: true, search: true, list: true, maxLength: 60 }),
    level: code({
      title: '级别',
      required: true,
      codeList: 'telemetry alarm-levels',
      filter: true,
      list: true,
    }),
    model: ref({ title: '物模型', to: 'telemetry.thing-model', filter: true, list: true, managed: true }),
    enabled: boolean({ title: '启用', filter: true, list: true, managed: true }),
    source: text({ title: '依据', list: true, maxLength: 100, hint: '标准和条款,或本地默认' }),
    definition: json({ title: '定义', managed: true }),
  },
  allow: { read: 'read-rules', export: 'read-rules' },
  reference: true,
  titleField: 'name',
  sort: 'name',
});

export const silence = defineRegister({
  title: '告警静默',
  summary: '检修、演练期间不产生告警的时间段,限于所选区划和部门的设备;期满异常仍在即告警',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    reason: longText({ title: '事由', required: true, list: true, maxLength: 200 }),
    area: area({ title: '区划', required: true, filter: true, list: true, hint: '含下级;只静默其中的设备' }),
    department: department({ title: '权属部门', filter: true, list: true, hint: '空则区划内各部门的设备' }),
    device: ref({
      title: '设备',
      to: 'telemetry.device',
      filter: true,
      list: true,
      hint: '空则范围内所有设备',
    }),
    rule: ref({ title: '规则', to: 'telemetry.rule', filter: true, list: true, hint: '空则所有规则' }),
    from: moment({ title: '开始', required: true, list: true }),
    to: moment({ title: '结束', required: true, filter: true, list: true }),
  },
  allow: { read: 'read-alarms', write: 'handle-alarms' },
  scope: { area: 'area', departments: ['department'] },
  titleField: 'reason',
  sort: '-from',
});

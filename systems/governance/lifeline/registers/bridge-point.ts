/** 桥梁监测点: strain and natural frequency, each with the temperature beside it. */
import {
  area,
  code,
  date,
  defineRegister,
  department,
  json,
  point,
  ref,
  text,
} from '../../../../kernel/register.ts';

export const bridgePoint = defineRegister({
  title: '桥梁监测点',
  summary: '桥梁应变、频率测点;每小时去除温度影响后把偏差写回设备,按阈值报警',
  owner: 'city-housing-construction',
  share: 'conditional',
  open: 'none',
  fields: {
    name: text({ title: '名称', required: true, search: true, list: true, maxLength: 60 }),
    bridge: text({ title: '桥梁', required: true, search: true, list: true, maxLength: 60 }),
    kind: code({
      title: '类别',
      required: true,
      codeList: 'lifeline bridge-kinds',
      filter: true,
      list: true,
    }),
    device: ref({ title: '感知设备', required: true, to: 'telemetry.device', filter: true }),
    area: area({ title: '所在区划', required: true, filter: true }),
    department: department({ title: '养护单位', required: true, filter: true, list: true }),
    position: point({ title: '位置' }),
    referenceFrom: date({
      title: '参考期开始',
      hint: '结构完好、荷载正常的一段,最好含一个冬天和一个夏天;空则用最初的读数,定下后不再改变',
    }),
    referenceTo: date({ title: '参考期结束', hint: '含当日' }),
    reference: json({ title: '参考期回归', managed: true }),
    referenceProblem: text({ title: '未能判断的原因', managed: true, list: true, maxLength: 200 }),
  },
  allow: { read: 'read', write: 'keep', import: 'keep', export: 'read' },
  scope: { area: 'area', departments: ['department'] },
  titleField: 'name',
  sort: 'name',
});

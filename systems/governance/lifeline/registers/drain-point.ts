/** 排水监测点: manholes with a level gauge, and what is known of the pipe below and the land that drains there. */
import { area, decimal, defineRegister, department, point, ref, text } from '../../../../kernel/register.ts';

export const drainPoint = defineRegister({
  title: '排水监测点',
  summary: '排水管网液位监测点和它的汇水面积、下游管道,用于按雨量预报水位和溢出时间',
  owner: 'city-housing-construction',
  share: 'conditional',
  open: 'none',
  fields: {
    name: text({ title: '名称', required: true, search: true, list: true, maxLength: 60 }),
    depth: decimal({ title: '井深', required: true, unit: 'm', list: true, minimum: 0.3, maximum: 30 }),
    storage: decimal({
      title: '调蓄面积',
      required: true,
      unit: 'm²',
      minimum: 0.1,
      maximum: 1_000_000,
      hint: '井和回水管道随水位一起涨落的水面',
    }),
    catchment: decimal({
      title: '汇水面积',
      required: true,
      unit: 'hm²',
      list: true,
      minimum: 0.001,
      maximum: 10_000,
    }),
    runoff: decimal({ title: '综合径流系数', required: true, list: true, minimum: 0, maximum: 1 }),
    diameter: decimal({
      title: '下游管径',
      required: true,
      unit: 'm',
      list: true,
      minimum: 0.1,
      maximum: 10,
    }),
    slope: decimal({ title: '下游坡度', required: true, unit: 'm/m', minimum: 0.0001, maximum: 0.5 }),
    roughness: decimal({ title: '曼宁糙率', required: true, minimum: 0.005, maximum: 0.1 }),
    device: ref({ title: '监测仪', required: true, to: 'telemetry.device', filter: true }),
    area: area({ title: '所在区划', required: true, filter: true }),
    department: department({ title: '管养单位', required: true, filter: true, list: true }),
    position: point({ title: '位置' }),
  },
  allow: { read: 'read', write: 'keep', import: 'keep', export: 'read' },
  scope: { area: 'area', departments: ['department'] },
  titleField: 'name',
  sort: 'name',
});

/** 漏损研判: what was read and what the model made of it, each time anew; the newest one counts, the others stay to be looked at. */
import {
  area,
  decimal,
  defineRegister,
  department,
  integer,
  json,
  moment,
  ref,
  text,
} from '../../../../kernel/register.ts';

export const leakAnalysis = defineRegister({
  title: '漏损研判',
  summary: '一次漏损定位的读数、残差和候选管段排序,由模型计算,不可修改',
  owner: 'city-housing-construction',
  share: 'conditional',
  open: 'none',
  fields: {
    incident: ref({ title: '事件', required: true, to: 'lifeline.incident', filter: true, managed: true }),
    network: ref({
      title: '管网',
      required: true,
      to: 'lifeline.water-network',
      filter: true,
      managed: true,
    }),
    title: text({ title: '结论', list: true, managed: true, maxLength: 200 }),
    analysedAt: moment({ title: '研判时间', required: true, filter: true, list: true, managed: true }),
    hour: integer({ title: '模型时刻', managed: true }),
    readings: json({ title: '读数和模拟', managed: true }),
    ranked: json({ title: '候选管段', managed: true }),
    loss: decimal({ title: '估计漏量', unit: 'L/s', list: true, managed: true }),
    misfit: decimal({ title: '无漏时的残差平方和', managed: true }),
    area: area({ title: '所在区划', filter: true, managed: true }),
    department: department({ title: '权属单位', managed: true }),
  },
  allow: { read: 'read-incidents', export: 'read-incidents' },
  scope: { area: 'area', departments: ['department'] },
  titleField: 'title',
  sort: '-analysedAt',
});

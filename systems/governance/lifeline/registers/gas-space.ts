/** 燃气相邻地下空间: closed spaces beside gas pipes, with the monitor in each; how large and how aired decides how fast gas gathers. */
import { area, decimal, defineRegister, department, point, ref, text } from '../../../../kernel/register.ts';

export const gasSpace = defineRegister({
  title: '燃气相邻空间',
  summary: '燃气管线旁的雨污水井、电力通信井、管沟等密闭空间,容积和换气次数用于推算聚集和疏散半径',
  owner: 'city-housing-construction',
  share: 'conditional',
  open: 'none',
  fields: {
    name: text({ title: '名称', required: true, search: true, list: true, maxLength: 60 }),
    pipe: text({ title: '相邻燃气管线', list: true, maxLength: 60 }),
    volume: decimal({
      title: '容积',
      required: true,
      unit: 'm³',
      list: true,
      minimum: 0.1,
      maximum: 100_000,
    }),
    changes: decimal({
      title: '换气次数',
      required: true,
      unit: '次/小时',
      list: true,
      minimum: 0,
      maximum: 100,
    }),
    device: ref({ title: '监测仪', required: true, to: 'telemetry.device', filter: true }),
    area: area({ title: '所在区划', required: true, filter: true }),
    department: department({ title: '权属单位', required: true, filter: true, list: true }),
    position: point({ title: '位置' }),
  },
  allow: { read: 'read', write: 'keep', import: 'keep', export: 'read' },
  scope: { area: 'area', departments: ['department'] },
  titleField: 'name',
  sort: 'name',
});

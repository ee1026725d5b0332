/** 预报雨量 and 暴雨强度公式: what is expected to fall, and how much falls in how many years. */
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

export const rainForecast = defineRegister({
  title: '预报雨量',
  summary: '录入、导入或由接口写入的预报雨量,一行一个时段;同一时段以后写的为准。用来预报排水水位',
  owner: 'city-housing-construction',
  share: 'conditional',
  open: 'none',
  fields: {
    area: area({ title: '预报区域', required: true, filter: true, list: true, hint: '其中的监测点都用' }),
    from: moment({ title: '开始', required: true, filter: true, list: true }),
    minutes: integer({ title: '时长', required: true, unit: '分钟', list: true, minimum: 5, maximum: 1440 }),
    depth: decimal({ title: '雨量', required: true, unit: 'mm', list: true, minimum: 0, maximum: 500 }),
    source: text({ title: '来源', required: true, list: true, maxLength: 100 }),
  },
  allow: { read: 'read', write: 'keep-rain', import: 'keep-rain', export: 'read' },
  scope: { area: 'area' },
  titleField: 'source',
  sort: '-from',
});

export const stormFormula = defineRegister({
  title: '暴雨强度公式',
  summary: 'GB 50014 形式的公式 q=167A1(1+ClgP)/(t+b)^n 的参数;推求多少年一遇的雨会溢出',
  owner: 'city-housing-construction',
  share: 'conditional',
  open: 'none',
  reference: true,
  fields: {
    key: text({ title: '编号', required: true, unique: true, list: true, maxLength: 40 }),
    name: text({ title: '名称', required: true, list: true, maxLength: 60 }),
    strength: decimal({
      title: '雨力 A1',
      required: true,
      unit: 'mm/min',
      list: true,
      minimum: 0.1,
      maximum: 1000,
    }),
    growth: decimal({ title: '重现期系数 C', required: true, list: true, minimum: 0, maximum: 10 }),
    delay: decimal({
      title: '历时附加 b',
      required: true,
      unit: '分钟',
      list: true,
      minimum: 0,
      maximum: 200,
    }),
    power: decimal({ title: '衰减指数 n', required: true, list: true, minimum: 0.01, maximum: 3 }),
    source: text({ title: '依据', required: true, list: true, maxLength: 200 }),
  },
  allow: { read: 'read', write: 'keep', import: 'keep', export: 'read' },
  titleField: 'name',
  sort: 'key',
});

const managed = { managed: true } as const;

export const drainForecast = defineRegister({
  title: '排水水位预报',
  summary: '有雨或预报有雨时逐点发布的水位和溢出预报,发布后不再改动;与后来的水位比较得出误差',
  owner: 'city-housing-construction',
  share: 'conditional',
  open: 'none',
  fields: {
    key: text({ title: '标识', unique: true, ...managed }),
    point: ref({ title: '监测点', to: 'lifeline.drain-point', filter: true, list: true, ...managed }),
    area: area({ title: '所在区划', filter: true, ...managed }),
    department: department({ title: '管养单位', filter: true, ...managed }),
    issuedAt: moment({ title: '起报时间', filter: true, list: true, ...managed }),
    level: decimal({ title: '起报水位', unit: 'm', list: true, ...managed }),
    peak: decimal({ title: '最高水位', unit: 'm', list: true, ...managed }),
    fullness: decimal({ title: '最高占井深', unit: '%', list: true, ...managed }),
    peakMinutes: integer({ title: '最高水位在', unit: '分钟后', list: true, ...managed }),
    overflowMinutes: integer({ title: '溢出在', unit: '分钟后', list: true, ...managed }),
    rainFrom: text({ title: '雨量来自', list: true, ...managed }),
    steps: json({ title: '逐步', ...managed }),
    fit: json({ title: '汇水参数和检验', ...managed }),
  },
  allow: { read: 'read', export: 'read' },
  scope: { area: 'area', departments: ['department'] },
  titleField: 'key',
  sort: '-issuedAt',
});

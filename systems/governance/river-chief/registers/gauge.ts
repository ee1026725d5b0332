/** 水位站 and 水位预报: where the level is measured, which station lies upstream, and what was foretold. */
import {
  area,
  decimal,
  defineRegister,
  department,
  integer,
  json,
  moment,
  point,
  ref,
  text,
} from '../../../../kernel/register.ts';

const owned = { owner: 'city-water-resources', share: 'conditional', open: 'none' } as const;

export const gauge = defineRegister({
  title: '水位站',
  summary: '河道水位站及其警戒、保证水位和上游站;按上游来水和本站历史预报水位',
  ...owned,
  fields: {
    code: text({ title: '站码', required: true, unique: true, list: true, maxLength: 20 }),
    name: text({ title: '站名', required: true, search: true, list: true, maxLength: 40 }),
    river: ref({ title: '河流', required: true, to: 'river-chief.river', filter: true, list: true }),
    upstream: ref({ title: '上游站', to: 'river-chief.gauge', filter: true, list: true }),
    device: ref({ title: '监测设备', required: true, to: 'telemetry.device' }),
    warning: decimal({ title: '警戒水位', unit: 'm', list: true, minimum: -10, maximum: 3000 }),
    guarantee: decimal({ title: '保证水位', unit: 'm', list: true, minimum: -10, maximum: 3000 }),
    area: area({ title: '所在区划', required: true, filter: true, list: true }),
    department: department({ title: '管理单位', required: true, filter: true }),
    position: point({ title: '位置' }),
    note: text({ title: '备注', maxLength: 200 }),
  },
  allow: { read: 'read', write: 'keep', import: 'keep', export: 'read' },
  scope: { area: 'area', departments: ['department'] },
  titleField: 'name',
  sort: 'code',
});

const managed = { managed: true } as const;

export const gaugeForecast = defineRegister({
  title: '水位预报',
  summary: '逐站发布的水位预报,发布后不再改动;与后来的水位比较得出误差',
  ...owned,
  fields: {
    key: text({ title: '标识', unique: true, ...managed }),
    gauge: ref({ title: '水位站', to: 'river-chief.gauge', filter: true, list: true, ...managed }),
    area: area({ title: '所在区划', filter: true, ...managed }),
    department: department({ title: '管理单位', filter: true, ...managed }),
    issuedAt: moment({ title: '起报时间', filter: true, list: true, ...managed }),
    level: decimal({ title: '起报水位', unit: 'm', list: true, ...managed }),
    peak: decimal({ title: '最高水位', unit: 'm', list: true, ...managed }),
    peakHours: integer({ title: '最高水位在', unit: '小时后', list: true, ...managed }),
    hours: json({ title: '逐小时', ...managed }),
    ways: json({ title: '各时效所用方法', ...managed }),
    errors: json({ title: '回报误差', ...managed }),
  },
  allow: { read: 'read', export: 'read' },
  scope: { area: 'area', departments: ['department'] },
  titleField: 'key',
  sort: '-issuedAt',
});

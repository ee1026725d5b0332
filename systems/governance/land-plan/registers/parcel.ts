/** 管控图斑: one area of one version of a control line. */
import {
  area,
  code,
  decimal,
  defineRegister,
  integer,
  json,
  point,
  ref,
  text,
} from '../../../../kernel/register.ts';

export const parcel = defineRegister({
  title: '管控图斑',
  summary: '规划成果版本里的一块地，面积按椭球面计算',
  owner: 'city-natural-resources',
  share: 'conditional',
  open: 'none',
  fields: {
    edition: ref({ title: '版本', required: true, filter: true, to: 'land-plan.plan-version' }),
    line: code({ title: '管控线', required: true, list: true, filter: true, codeList: 'land-plan lines' }),
    /** Its place in the version, from 1: large versions are read by stretches of it. */
    serial: integer({ title: '序号', required: true, filter: true }),
    number: text({ title: '图斑编号', required: true, list: true, filter: true, maxLength: 60 }),
    name: text({ title: '名称', list: true, filter: true, maxLength: 100 }),
    landUse: code({ title: '规划用途', list: true, filter: true, codeList: 'land-plan land-uses' }),
    county: area({ title: '所在区县', list: true, filter: true }),
    squareMetres: decimal({ title: '椭球面积', unit: '㎡', list: true }),
    west: decimal({ title: '西界' }),
    south: decimal({ title: '南界' }),
    east: decimal({ title: '东界' }),
    north: decimal({ title: '北界' }),
    place: point({ title: '位置' }),
    shape: json({ title: '图形' }),
  },
  allow: { read: 'read', export: 'read' },
  reference: true,
  titleField: 'number',
  sort: 'number',
});

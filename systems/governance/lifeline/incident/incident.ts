/** 联合处置: what sensors of the city's lifelines reported, who dealt with it together, and what was learned. */
import { defineCase } from '../../../../kernel/case.ts';
import { graphProcess } from '../../../../kernel/graph-process.ts';
import {
  code,
  decimal,
  department,
  files,
  integer,
  json,
  longText,
  moment,
  point,
  ref,
  text,
} from '../../../../kernel/register.ts';
import { incidentProcess } from './incident-process.ts';

const seen = {
  title: text({ title: '事件', required: true, search: true, list: true, maxLength: 120 }),
  kind: code({ title: '专项', required: true, codeList: 'lifeline kinds', filter: true, list: true }),
  level: code({ title: '预警级别', codeList: 'lifeline levels', filter: true, list: true, managed: true }),
  alarm: ref({ title: '首次告警', to: 'telemetry.alarm' }),
  alarms: integer({ title: '告警数', list: true, managed: true }),
  network: ref({ title: '管网', to: 'lifeline.water-network', filter: true }),
  happenedAt: moment({ title: '发生时间', required: true, filter: true, list: true }),
  position: point({ title: '位置' }),
  lead: department({ title: '主办(权属)单位', required: true }),
  joint: json({ title: '协同单位', managed: true }),
} as const;

const worked = {
  pipe: text({ title: '研判管段', maxLength: 31, hint: '候选管段中最可能的一条' }),
  likelihood: decimal({ title: '研判概率', unit: '%', managed: true }),
  loss: decimal({ title: '估计漏量', unit: 'L/s', managed: true }),
  assessment: longText({ title: '研判意见', maxLength: 1000, hint: '现场、视频、相邻测点、施工等核实情况' }),
  extra: department({ title: '增加协同单位' }),
  arrivedAt: moment({ title: '到场时间' }),
  foundPipe: text({ title: '实际漏点管段', maxLength: 31 }),
  shutValves: text({ title: '已关阀门', maxLength: 300 }),
  handling: longText({ title: '处置情况', maxLength: 1000 }),
  photos: files({ title: '现场照片' }),
  recheck: longText({ title: '复核情况', maxLength: 1000 }),
  cause: longText({ title: '原因分析', maxLength: 1000 }),
  lesson: longText({ title: '改进措施', maxLength: 1000 }),
  rating: code({ title: '处置评价', codeList: 'lifeline ratings', filter: true }),
  rank: integer({ title: '实际管段在研判中的名次', managed: true, hint: '用来衡量定位是否准' }),
} as const;

export const incident = defineCase({
  title: '联合处置',
  summary: '城市生命线报警从接警研判、派单、现场处置、复核到结案评估的全过程',
  owner: 'city-housing-construction',
  share: 'conditional',
  open: 'none',
  fields: { ...seen, ...worked },
  titleField: 'title',
  departments: ['joint', 'lead'],
  allow: { read: 'read-incidents', export: 'read-incidents' },
  process: graphProcess(incidentProcess, { number: { prefix: 'SM', digits: 5 } }),
});

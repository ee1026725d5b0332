/** 督查任务: what one lead unit, helped by joint units, must reach by a day, with its stages and reports. */
import { defineCase } from '../../../../kernel/case.ts';
import { graphProcess } from '../../../../kernel/graph-process.ts';
import {
  boolean,
  code,
  date,
  department,
  files,
  integer,
  json,
  longText,
  moment,
  ref,
  subject,
  text,
} from '../../../../kernel/register.ts';
import { taskProcess } from './task-process.ts';

const given = {
  title: text({ title: '任务', required: true, search: true, list: true, maxLength: 100 }),
  objective: longText({ title: '目标', required: true, maxLength: 500 }),
  lead: department({ title: '主办单位', required: true, filter: true, list: true }),
  joint: json({ title: '协办单位' }),
  dueOn: date({ title: '完成时限', required: true, filter: true, list: true }),
  frequency: code({ title: '反馈频次', required: true, list: true, codeList: 'supervision frequencies' }),
  stages: json({ title: '节点' }),
  matterNumber: text({ title: '督查事项编号', list: true, maxLength: 40 }),
} as const;

const reported = {
  progress: integer({ title: '进度', list: true, unit: '%', minimum: 0, maximum: 100 }),
  content: longText({ title: '进展情况', maxLength: 2000 }),
  problems: longText({ title: '存在问题', maxLength: 1000 }),
  evidence: files({ title: '佐证材料' }),
  assistsFor: department({ title: '协办单位', hint: '代理或兼任多个协办单位时，选择代哪个单位填报' }),
} as const;

const kept = {
  matter: ref({ title: '督查事项', to: 'supervision.matter', filter: true, managed: true }),
  supervisor: department({ title: '督查单位', filter: true, managed: true }),
  leader: subject({ title: '分管领导', managed: true }),
  issuedAt: moment({ title: '交办时间', managed: true }),
  forked: boolean({ title: '协办已开始', managed: true }),
  pauses: json({ title: '中止时段', managed: true }),
  assisted: json({ title: '协办完成情况', managed: true }),
  appliedAt: moment({ title: '申请办结时间', list: true, managed: true }),
} as const;

export const task = defineCase({
  title: '督查任务',
  summary: '督查事项分解出的任务，从签收到核查销号',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: { ...given, ...reported, ...kept },
  titleField: 'title',
  allow: { read: 'read', export: 'verify' },
  departments: ['joint'],
  process: graphProcess(taskProcess, { number: { prefix: 'DCRW', digits: 5 } }),
});

/** 内跑办件: one organ's application to another, with its clocks: promised, legal and used. */
import { defineCase } from '../../../../kernel/case.ts';
import { graphProcess } from '../../../../kernel/graph-process.ts';
import {
  boolean,
  code,
  decimal,
  department,
  integer,
  json,
  longText,
  moment,
  ref,
  text,
} from '../../../../kernel/register.ts';
import { applicationProcess } from './application-process.ts';

const given = {
  item: ref({ title: '事项', to: 'inner-run.item', required: true, filter: true }),
  title: text({ title: '申请事由', required: true, search: true, list: true, maxLength: 100 }),
  note: longText({ title: '说明', maxLength: 1000 }),
  materials: json({ title: '材料' }),
} as const;

const worked = {
  result: longText({ title: '办理结果', maxLength: 2000 }),
  stars: integer({ title: '评价', list: true, minimum: 1, maximum: 5, unit: '星' }),
  comment: longText({ title: '评价意见', maxLength: 500 }),
  answersFor: department({ title: '会办单位', hint: '代理或兼任多个会办单位时，选择代哪个单位答复' }),
} as const;

const kept = {
  itemTitle: text({ title: '事项名称', search: true, list: true, managed: true, maxLength: 80 }),
  applicant: department({ title: '申请单位', filter: true, list: true, managed: true }),
  handler: department({ title: '办理单位', filter: true, list: true, managed: true }),
  legalDays: integer({ title: '法定时限', managed: true, unit: '工作日' }),
  promisedDays: integer({ title: '承诺时限', managed: true, unit: '工作日' }),
  runsBefore: integer({ title: '改革前跑动次数', managed: true }),
  sealKind: code({ title: '用印', managed: true, codeList: 'inner-run seals' }),
  path: json({ title: '会办环节', managed: true }),
  pathUnits: json({ title: '会办单位', managed: true }),
  supplementNote: longText({ title: '一次性告知内容', managed: true, maxLength: 2000 }),
  receivedAt: moment({ title: '收到材料时间', managed: true }),
  acceptUntil: moment({ title: '受理答复时限', managed: true }),
  mendUntil: moment({ title: '补正时限', managed: true }),
  consultUntil: moment({ title: '会办时限', managed: true }),
  rateUntil: moment({ title: '评价时限', managed: true }),
  acceptedAt: moment({ title: '受理时间', filter: true, list: true, managed: true }),
  deemedAccepted: boolean({ title: '视为受理', managed: true }),
  promisedDueAt: moment({ title: '承诺办结时间', list: true, managed: true }),
  legalDueAt: moment({ title: '法定办结时间', managed: true }),
  finishedAt: moment({ title: '办理完成时间', filter: true, list: true, managed: true }),
  usedDays: decimal({ title: '实际用时', list: true, managed: true, unit: '工作日' }),
  savedDays: decimal({ title: '节省时间', list: true, managed: true, unit: '工作日' }),
  overdue: boolean({ title: '超过承诺时限', filter: true, managed: true }),
} as const;

export const application = defineCase({
  title: '内跑办件',
  summary: '一个机关向另一个机关申请办理的事项，从受理、会办、用印到评价',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: { ...given, ...worked, ...kept },
  titleField: 'title',
  departments: ['applicant', 'handler'],
  allow: { read: 'read', export: 'read' },
  process: graphProcess(applicationProcess, { number: { prefix: 'NP', digits: 5 } }),
});

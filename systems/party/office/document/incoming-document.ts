/** 收文: a document that came in, with what is registered and what is worked out on the way. */
import { defineCase } from '../../../../kernel/case.ts';
import { graphProcess } from '../../../../kernel/graph-process.ts';
import { code, date, department, files, json, longText, ref, text } from '../../../../kernel/register.ts';
import { incomingProcess } from './incoming-process.ts';

const registered = {
  title: text({ title: '标题', required: true, search: true, list: true, maxLength: 120 }),
  source: text({ title: '来文机关', required: true, search: true, list: true, maxLength: 60 }),
  sourceNumber: text({ title: '来文字号', search: true, list: true, maxLength: 40 }),
  kind: code({ title: '文种', filter: true, list: true, codeList: 'office kinds' }),
  urgency: code({ title: '紧急程度', filter: true, list: true, codeList: 'office urgencies' }),
  receivedOn: date({ title: '收文日期', required: true, filter: true, list: true }),
  replyBy: date({ title: '要求办结日期', list: true }),
  delivery: ref({ title: '公文交换', to: 'office.delivery', hint: '签收时由系统填写' }),
  scans: files({ title: '扫描件', hint: '纸质来文请上传' }),
} as const;

const worked = {
  proposal: longText({ title: '拟办意见', maxLength: 1000 }),
  instruction: longText({ title: '领导批示', maxLength: 1000 }),
  result: longText({ title: '办理情况', maxLength: 2000 }),
} as const;

const derived = {
  receiver: department({ title: '收文单位', filter: true, list: true, managed: true }),
  content: json({ title: '正式文本', managed: true }),
  attachments: files({ title: '来文附件', managed: true }),
} as const;

export const incomingDocument = defineCase({
  title: '收文',
  summary: '来文从签收登记到办结的全过程',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: { ...registered, ...worked, ...derived },
  titleField: 'title',
  allow: { read: 'read', export: 'archive' },
  process: graphProcess(incomingProcess, { number: { prefix: 'SW', digits: 5 } }),
});

/** 督查事项: a decision that is to be carried out, where it comes from, and the tasks it is split into. */
import { defineCase } from '../../../../kernel/case.ts';
import { graphProcess } from '../../../../kernel/graph-process.ts';
import { code, department, json, longText, subject, text } from '../../../../kernel/register.ts';
import { matterProcess } from './matter-process.ts';

export const matter = defineCase({
  title: '督查事项',
  summary: '列入督查的决策部署、会议议定和领导批示，从立项到销号',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: {
    title: text({ title: '事项', required: true, search: true, list: true, maxLength: 100 }),
    source: code({
      title: '来源',
      required: true,
      filter: true,
      list: true,
      codeList: 'supervision sources',
    }),
    sourceTitle: text({ title: '来源文件或会议', required: true, search: true, list: true, maxLength: 120 }),
    sourceRegister: text({ title: '来源台账', maxLength: 60 }),
    sourceRow: text({ title: '来源记录', maxLength: 60 }),
    requirement: longText({ title: '要求', required: true, maxLength: 2000 }),
    leader: subject({ title: '分管领导' }),
    tasks: json({ title: '任务分解', required: true }),
    conclusion: longText({ title: '销号意见', maxLength: 2000 }),
    supervisor: department({ title: '督查单位', filter: true, list: true, managed: true }),
  },
  titleField: 'title',
  allow: { read: 'read', export: 'file' },
  process: graphProcess(matterProcess, { number: { prefix: 'DC', digits: 4 } }),
});

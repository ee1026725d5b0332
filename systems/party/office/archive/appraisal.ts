/** 档案到期鉴定: what is due in the files of one organ, appraised together. */
import { defineCase } from '../../../../kernel/case.ts';
import { graphProcess } from '../../../../kernel/graph-process.ts';
import { date, department, integer, json, subject, text } from '../../../../kernel/register.ts';
import { appraisalProcess } from './appraisal-process.ts';

export const archiveAppraisal = defineCase({
  title: '档案到期鉴定',
  summary: '保管期限届满的归档文件，由鉴定小组决定销毁、续存或划为永久',
  owner: 'city-archives',
  share: 'none',
  open: 'none',
  fields: {
    title: text({ title: '标题', required: true, search: true, list: true, maxLength: 60 }),
    until: date({ title: '到期截止日', required: true, list: true, hint: '这一天及以前到期的列入清册' }),
    organ: department({ title: '立档单位', filter: true, list: true, managed: true }),
    count: integer({ title: '件数', list: true, managed: true }),
    appraisers: json({ title: '鉴定小组', managed: true }),
    approvedBy: subject({ title: '批准人', managed: true }),
    supervisors: json({ title: '监销人', managed: true }),
    confirmedBy: json({ title: '已确认的监销人', managed: true }),
    toDestroy: integer({ title: '销毁件数', list: true, managed: true }),
    toExtend: integer({ title: '续存件数', list: true, managed: true }),
    toPermanent: integer({ title: '划为永久件数', list: true, managed: true }),
  },
  titleField: 'title',
  allow: { read: 'appraise' },
  process: graphProcess(appraisalProcess, { number: { prefix: 'JD', digits: 4 } }),
});

/** 鉴定清册, opinions on it, and 销毁清册: what was appraised, by whom how, and what was destroyed, kept for ever. */
import {
  code,
  date,
  defineRegister,
  department,
  integer,
  json,
  moment,
  ref,
  subject,
  text,
} from '../../../../kernel/register.ts';

const shared = { owner: 'city-archives', share: 'none', open: 'none' } as const;

const described = {
  number: text({ title: '档号', required: true, search: true, list: true }),
  title: text({ title: '题名', required: true, search: true, list: true, maxLength: 120 }),
  organ: department({ title: '立档单位', required: true, filter: true, list: true }),
  year: integer({ title: '年度', format: 'year', required: true, filter: true, list: true }),
  retention: code({ title: '保管期限', required: true, list: true, codeList: 'office retentions' }),
  appraisal: ref({ title: '鉴定', to: 'office.archive-appraisal', required: true, filter: true }),
} as const;

export const appraisalLine = defineRegister({
  title: '鉴定清册',
  summary: '列入一次鉴定的归档文件和鉴定结果',
  ...shared,
  fields: {
    ...described,
    item: ref({ title: '归档文件', to: 'office.archive-item', required: true }),
    expiresOn: date({ title: '保管到期', required: true, list: true }),
    decision: code({ title: '鉴定结果', filter: true, list: true, codeList: 'office appraisal-decisions' }),
  },
  allow: { read: 'appraise' },
  scope: { departments: ['organ'] },
  titleField: 'title',
  sort: 'number',
});

/** One row an opinion; the latest of a person on a line counts. */
export const appraisalOpinion = defineRegister({
  title: '鉴定意见',
  summary: '鉴定小组成员对每件归档文件的意见',
  ...shared,
  fields: {
    appraisal: ref({ title: '鉴定', to: 'office.archive-appraisal', required: true, filter: true }),
    organ: department({ title: '立档单位', required: true }),
    line: ref({ title: '清册条目', to: 'office.appraisal-line', required: true, filter: true }),
    appraiser: subject({ title: '鉴定人', required: true, list: true }),
    opinion: code({ title: '意见', required: true, list: true, codeList: 'office appraisal-decisions' }),
    reason: text({ title: '理由', list: true, maxLength: 200 }),
    givenAt: moment({ title: '时间', required: true, list: true }),
  },
  allow: { read: 'appraise' },
  scope: { departments: ['organ'] },
  titleField: 'opinion',
  sort: 'givenAt',
});

export const destructionEntry = defineRegister({
  title: '档案销毁清册',
  summary: '已销毁的归档文件，清册永久保存',
  ...shared,
  fields: {
    ...described,
    documentNumber: text({ title: '文号', search: true, list: true, maxLength: 40 }),
    document: ref({ title: '发文', to: 'office.outgoing' }),
    incoming: ref({ title: '收文', to: 'office.incoming', filter: true }),
    digests: json({ title: '文件摘要清单', hint: '归档时每个文件的 SM3 摘要' }),
    approvedBy: subject({ title: '批准人' }),
    supervisors: json({ title: '监销人', required: true }),
    destroyedAt: moment({ title: '销毁时间', required: true, filter: true, list: true }),
  },
  allow: { read: 'read', export: 'archive' },
  scope: { departments: ['organ'] },
  titleField: 'title',
  sort: '-destroyedAt',
});

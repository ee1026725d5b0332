/** 报表: a table that a department wants filled, from its design to its admission into the one library. */
import { defineCase } from '../../../../kernel/case.ts';
import { graphProcess } from '../../../../kernel/graph-process.ts';
import { code, date, department, integer, json, longText, text } from '../../../../kernel/register.ts';
import { admissionProcess } from './admission-process.ts';

const designed = {
  title: text({ title: '报表名称', required: true, search: true, list: true, maxLength: 60 }),
  basis: text({ title: '设立依据', required: true, maxLength: 200, hint: '法律、法规或文件的名称和文号' }),
  purpose: longText({ title: '用途', required: true, maxLength: 500 }),
  level: code({
    title: '填报层级',
    required: true,
    filter: true,
    list: true,
    codeList: 'info-reporting levels',
  }),
  cycle: code({
    title: '填报周期',
    required: true,
    filter: true,
    list: true,
    codeList: 'info-reporting cycles',
  }),
  columns: json({ title: '表列', required: true }),
  checks: json({ title: '校验规则' }),
  uses: json({ title: '引用的报表' }),
} as const;

const decided = {
  owner: department({ title: '主管部门', filter: true, list: true, managed: true }),
  validFrom: date({ title: '生效日期', managed: true }),
  validTo: date({ title: '有效期至', filter: true, list: true }),
  admission: text({ title: '准入编号', unique: true, search: true, list: true, managed: true }),
  findings: json({ title: '查重结果', managed: true }),
  asked: integer({ title: '需填列数', list: true, managed: true }),
  prefilled: integer({ title: '预填列数', list: true, managed: true }),
} as const;

export const reportTable = defineCase({
  title: '报表',
  summary: '报表库：各部门要求基层填报的表，经查重和准入才能下发',
  owner: 'city-data-resources',
  share: 'unconditional',
  open: 'none',
  // Whoever works with tables sees the whole library, or things would be asked twice.
  reference: true,
  fields: { ...designed, ...decided },
  titleField: 'title',
  allow: { read: 'read-tables', export: 'read-tables' },
  process: graphProcess(admissionProcess, { number: { prefix: 'BB', digits: 4 } }),
});

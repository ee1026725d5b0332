/** 填报任务: one issue of an admitted table to every area of its level, with its deadline. */
import {
  area,
  code,
  date,
  defineRegister,
  department,
  integer,
  json,
  longText,
  moment,
  ref,
  subject,
  text,
} from '../../../../kernel/register.ts';

export const issue = defineRegister({
  title: '填报任务',
  summary: '一张报表的一次下发：填报期、截止时间、完成情况',
  owner: 'city-data-resources',
  share: 'conditional',
  open: 'none',
  fields: {
    title: text({ title: '任务名称', required: true, search: true, list: true, maxLength: 80 }),
    table: ref({ title: '报表', to: 'info-reporting.table', required: true, filter: true }),
    level: code({ title: '填报层级', required: true, list: true, codeList: 'info-reporting levels' }),
    mode: code({ title: '填报方式', required: true, list: true, codeList: 'info-reporting modes' }),
    within: area({ title: '下发范围', required: true, list: true }),
    asOf: date({ title: '数据时点', required: true, list: true }),
    owner: department({ title: '下发部门', required: true, filter: true, list: true }),
    issuedBy: subject({ title: '下发人', required: true }),
    issuedAt: moment({ title: '下发时间', required: true, filter: true, list: true }),
    dueAt: moment({ title: '截止时间', required: true, filter: true, list: true }),
    status: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'info-reporting issue-states',
    }),
    expected: integer({ title: '应填单位数', required: true, list: true }),
    /** The table as it was issued: what is being filled does not change with the library. */
    body: json({ title: '表样', required: true }),
    reason: longText({ title: '取消理由', maxLength: 500 }),
  },
  // Everybody who fills sees what is asked, by whom and until when.
  reference: true,
  scope: { departments: ['owner'] },
  allow: { read: 'read' },
  titleField: 'title',
});

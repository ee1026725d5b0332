/** 档案移交: items of an organ that go to the archives hall together, and whether the hall took them. */
import {
  code,
  defineRegister,
  department,
  integer,
  longText,
  moment,
  subject,
  text,
} from '../../../../kernel/register.ts';

export const archiveTransfer = defineRegister({
  title: '档案移交',
  summary: '立档单位向档案馆移交的归档文件批次和接收结果',
  owner: 'city-archives',
  share: 'none',
  open: 'none',
  fields: {
    title: text({ title: '批次', required: true, search: true, list: true, maxLength: 80 }),
    organ: department({ title: '立档单位', required: true, filter: true, list: true }),
    hall: department({ title: '接收单位', required: true, filter: true, list: true }),
    year: integer({
      title: '截至年度',
      format: 'year',
      required: true,
      list: true,
      minimum: 1949,
      maximum: 9999,
    }),
    count: integer({ title: '件数', required: true, list: true, minimum: 1 }),
    status: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'office transfer-states',
    }),
    preparedAt: moment({ title: '移交时间', required: true, list: true }),
    settledBy: subject({ title: '接收人' }),
    settledAt: moment({ title: '接收时间', list: true }),
    reason: longText({ title: '退回理由', maxLength: 500 }),
  },
  allow: { read: 'read' },
  scope: { departments: ['organ', 'hall'] },
  titleField: 'title',
  sort: '-preparedAt',
});

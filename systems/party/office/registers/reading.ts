/** 传阅单: who was given an incoming document to read, when he opened it and what he remarked. */
import {
  defineRegister,
  department,
  longText,
  moment,
  ref,
  subject,
  text,
} from '../../../../kernel/register.ts';

export const reading = defineRegister({
  title: '传阅单',
  summary: '收文传阅的人员、阅读时间和阅示意见',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: {
    incoming: ref({ title: '收文', to: 'office.incoming', required: true, filter: true }),
    title: text({ title: '标题', required: true, list: true, search: true, maxLength: 120 }),
    department: department({ title: '所在单位', required: true, list: true }),
    reader: subject({ title: '传阅对象', required: true, filter: true, list: true }),
    givenBy: subject({ title: '送阅人', required: true }),
    givenAt: moment({ title: '送阅时间', required: true, list: true }),
    readAt: moment({ title: '阅读时间', filter: true, list: true }),
    remark: longText({ title: '阅示意见', list: true, maxLength: 1000 }),
  },
  allow: { read: 'read' },
  scope: { departments: ['department'], subjects: ['reader'] },
  titleField: 'title',
  sort: '-givenAt',
});

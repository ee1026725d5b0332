/** 违规台账: what a concluded case found against a department, what it must put right until when, and whether it did. Written by conclusions only. */
import {
  code,
  date,
  defineRegister,
  department,
  integer,
  longText,
  moment,
  ref,
  text,
} from '../../../../kernel/register.ts';

export const breach = defineRegister({
  title: '数据安全违规台账',
  summary: '处置单结论为提醒整改或暂停合同的违规：事由、措施、整改期限、整改情况和确认，一年内同类再犯计次',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    number: text({ title: '处置单编号', required: true, unique: true, search: true, list: true }),
    title: text({ title: '事由', required: true, search: true, list: true, maxLength: 100 }),
    consumer: department({ title: '责任部门', required: true, filter: true, list: true }),
    kind: code({ title: '类别', required: true, filter: true, list: true, codeList: 'data-platform kinds' }),
    measure: code({
      title: '措施',
      required: true,
      filter: true,
      list: true,
      codeList: 'data-platform measures',
    }),
    /** This one included. */
    times: integer({ title: '一年内同类次数', required: true, list: true, unit: '次' }),
    stage: code({
      title: '整改',
      required: true,
      filter: true,
      list: true,
      codeList: 'data-platform rectifying',
    }),
    concludedAt: moment({ title: '认定时间', required: true, filter: true, list: true }),
    dueOn: date({ title: '整改期限', required: true, filter: true, list: true }),
    ground: longText({ title: '结论', required: true, maxLength: 1000 }),
    rectification: longText({ title: '整改情况', maxLength: 2000 }),
    review: longText({ title: '复核意见', maxLength: 1000 }),
    settledAt: moment({ title: '确认时间' }),
    handling: ref({ title: '处置单', required: true, to: 'data-platform.handling' }),
    agreement: ref({ title: '共享合同', to: 'data-sharing.agreement' }),
  },
  allow: { read: 'see-alerts', export: 'watch' },
  scope: { departments: ['consumer'] },
  titleField: 'number',
  sort: '-concludedAt',
});

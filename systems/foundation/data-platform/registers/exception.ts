/** 告警例外: what a false alarm taught, said by a person, for one caller and kind, and until a day; nothing is learned silently. */
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

export const exception = defineRegister({
  title: '告警例外',
  summary: '经人确认的误报：某调用方的某一类不再告警，到期自动失效；期间压下的次数照记',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    callerName: text({ title: '名称', list: true, maxLength: 100 }),
    caller: text({ title: '调用方编号', required: true, maxLength: 160 }),
    kind: code({ title: '类别', required: true, filter: true, list: true, codeList: 'data-platform kinds' }),
    until: date({ title: '有效至', required: true, filter: true, list: true }),
    reason: longText({ title: '理由', required: true, list: true, maxLength: 500 }),
    suppressed: integer({ title: '期间压下', required: true, list: true, unit: '次' }),
    lastHour: moment({ title: '最近压下' }),
    alert: ref({ title: '来自告警', to: 'data-platform.alert' }),
    consumer: department({ title: '责任部门', filter: true, list: true }),
  },
  allow: { read: 'watch', export: 'watch' },
  scope: { departments: ['consumer'] },
  titleField: 'callerName',
  sort: '-until',
});

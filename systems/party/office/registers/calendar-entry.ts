/** 日程: what a person enters into his own calendar, and how much of it colleagues see. */
import { code, defineRegister, longText, moment, subject, text } from '../../../../kernel/register.ts';

export const calendarEntry = defineRegister({
  title: '日程',
  summary: '个人录入的日程安排',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: {
    title: text({ title: '事项', required: true, search: true, list: true, maxLength: 80 }),
    person: subject({ title: '本人', required: true, filter: true, list: true }),
    startsAt: moment({ title: '开始', required: true, filter: true, list: true }),
    endsAt: moment({ title: '结束', required: true, filter: true, list: true }),
    place: text({ title: '地点', maxLength: 60 }),
    note: longText({ title: '备注', maxLength: 500 }),
    visibility: code({ title: '可见范围', required: true, codeList: 'office visibilities' }),
  },
  // Colleagues see it through the calendar, as far as its visibility goes; the register itself shows everybody his own.
  allow: { read: 'own-calendar' },
  scope: { subjects: ['person'] },
  titleField: 'title',
  sort: 'startsAt',
});

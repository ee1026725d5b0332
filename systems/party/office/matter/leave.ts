/** 请假: an application counted in the days of its kind, approved, filed, and closed when the person is back (销假). */
import { defineCase } from '../../../../kernel/case.ts';
import { graphProcess } from '../../../../kernel/graph-process.ts';
import { code, date, decimal, files, integer, longText, text } from '../../../../kernel/register.ts';
import { matterFields, matterOwner } from './matter-fields.ts';
import { matterProcess } from './matter-process.ts';

const mendable = ['kind', 'startsOn', 'endsOn', 'place', 'reason', 'handover', 'proof'] as const;

const process = matterProcess({
  title: '请假',
  mendable,
  first: 'file',
  nodes: {
    file: {
      kind: 'user',
      title: '人事备案',
      allow: 'serve',
      candidate: { kind: 'post', holds: 'serve', of: 'initiator' },
      actions: { file: { title: '备案' } },
    },
    back: {
      kind: 'user',
      title: '销假',
      allow: 'apply',
      candidate: { kind: 'initiator' },
      actions: {
        back: { title: '销假', needs: ['fields'], sets: ['backOn'], requires: ['backOn'] },
      },
    },
    finished: { kind: 'end', title: '已销假', outcome: 'finished' },
  },
  flows: [
    { id: 'filed', from: 'file', to: 'back' },
    { id: 'returned', from: 'back', to: 'finished' },
  ],
  outcomes: { finished: { title: '已销假' } },
  marks: { filed: 'file.file' },
});

export const leave = defineCase({
  title: '请假',
  summary: '工作人员请假、销假',
  owner: 'city-human-resources',
  ...matterOwner,
  fields: {
    ...matterFields,
    kind: code({ title: '假别', required: true, filter: true, list: true, codeList: 'office leave-kinds' }),
    startsOn: date({ title: '开始日期', required: true, filter: true, list: true }),
    endsOn: date({ title: '结束日期', required: true, filter: true, list: true }),
    days: decimal({ title: '天数', unit: '天', list: true, managed: true }),
    workSince: date({ title: '参加工作时间' }),
    overdueDays: integer({ title: '超假天数', unit: '天', managed: true }),
    calendarDays: integer({ title: '日历天数', unit: '天', managed: true }),
    place: text({ title: '去向', maxLength: 60, hint: '离开本市的写明去往何处' }),
    reason: longText({ title: '事由', maxLength: 500 }),
    handover: text({ title: '工作代理人', maxLength: 40 }),
    proof: files({ title: '证明材料' }),
    backOn: date({ title: '实际返岗日期' }),
  },
  titleField: 'subject',
  allow: { read: 'apply' },
  process: graphProcess(process, { number: { prefix: 'QJ', digits: 4 } }),
});

/** 来访: guests are announced, let in within their hours, and seen out. */
import { defineCase } from '../../../../kernel/case.ts';
import { graphProcess } from '../../../../kernel/graph-process.ts';
import { integer, longText, moment, text } from '../../../../kernel/register.ts';
import { matterFields, matterOwner } from './matter-fields.ts';
import { matterProcess } from './matter-process.ts';

const process = matterProcess({
  title: '来访',
  mendable: ['visitor', 'company', 'phone', 'people', 'startsAt', 'endsAt', 'place', 'plate', 'purpose'],
  first: 'receive',
  nodes: {
    receive: {
      kind: 'user',
      title: '到访登记',
      allow: 'serve',
      candidate: { kind: 'post', holds: 'serve', of: 'initiator' },
      actions: {
        arrive: { title: '到访登记', flow: 'arrived', needs: ['fields'], sets: ['badge'] },
        absent: { title: '未到访', flow: 'absent', negative: true },
      },
    },
    leave: {
      kind: 'user',
      title: '离开登记',
      allow: 'serve',
      candidate: { kind: 'post', holds: 'serve', of: 'initiator' },
      actions: { leave: { title: '离开登记' } },
    },
    finished: { kind: 'end', title: '已离开', outcome: 'finished' },
    missed: { kind: 'end', title: '未到访', outcome: 'absent' },
  },
  flows: [
    { id: 'arrived', from: 'receive', to: 'leave' },
    { id: 'absent', from: 'receive', to: 'missed' },
    { id: 'left', from: 'leave', to: 'finished' },
  ],
  outcomes: { finished: { title: '已离开' }, absent: { title: '未到访' } },
  marks: { arrived: 'receive.arrive', left: 'leave.leave' },
});

export const visit = defineCase({
  title: '来访',
  summary: '来访人员的预约、到访和离开登记',
  owner: 'city-organ-affairs',
  ...matterOwner,
  fields: {
    ...matterFields,
    visitor: text({ title: '来访人', required: true, class: 'personal', mask: 'name', maxLength: 40 }),
    company: text({ title: '来访单位', required: true, search: true, list: true, maxLength: 80 }),
    phone: text({
      title: '联系电话',
      required: true,
      class: 'personal',
      mask: 'phone',
      format: 'phone',
      stored: 'sealed',
    }),
    people: integer({ title: '人数', required: true, minimum: 1, maximum: 200, unit: '人' }),
    startsAt: moment({ title: '到访时间', required: true, filter: true, list: true }),
    endsAt: moment({ title: '预计离开', required: true }),
    place: text({ title: '接待地点', required: true, list: true, maxLength: 60 }),
    plate: text({
      title: '车牌号',
      maxLength: 10,
      pattern: /^[\u4e00-\u9fa5][A-Z][A-Z0-9]{5,6}$/,
      hint: '开车来访的填写',
    }),
    purpose: longText({ title: '来访事由', required: true, maxLength: 300 }),
    badge: text({ title: '访客证号', maxLength: 20 }),
  },
  retention: {
    setting: 'keep-visit-days',
    from: 'closedAt',
    basis: '个人信息保护法 第19条：实现处理目的所必要的最短时间；本市默认一年',
    binding: false,
    action: 'anonymise',
  },
  titleField: 'subject',
  allow: { read: 'apply', reveal: 'serve' },
  process: graphProcess(process, { number: { prefix: 'LF', digits: 4 } }),
});

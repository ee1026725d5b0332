/** 用车: an official car for an official errand; one car serves one errand at a time, and comes back with its mileage. */
import { defineCase } from '../../../../kernel/case.ts';
import { graphProcess } from '../../../../kernel/graph-process.ts';
import { boolean, code, integer, longText, moment, ref, text } from '../../../../kernel/register.ts';
import { matterFields, matterOwner } from './matter-fields.ts';
import { matterProcess } from './matter-process.ts';

const process = matterProcess({
  title: '用车',
  mendable: ['purpose', 'startsAt', 'endsAt', 'destination', 'people', 'outside', 'reason'],
  first: 'dispatch',
  nodes: {
    dispatch: {
      kind: 'user',
      title: '派车',
      allow: 'serve',
      candidate: { kind: 'post', holds: 'serve', of: 'initiator' },
      actions: {
        send: {
          title: '派车',
          flow: 'sent',
          needs: ['fields'],
          sets: ['car', 'driver', 'odometerOut'],
          requires: ['car', 'driver', 'odometerOut'],
        },
        none: { title: '无车可派', flow: 'none', needs: ['opinion'], negative: true },
      },
    },
    back: {
      kind: 'user',
      title: '回车登记',
      allow: 'serve',
      candidate: { kind: 'post', holds: 'serve', of: 'initiator' },
      actions: {
        back: {
          title: '回车登记',
          flow: 'returned',
          needs: ['fields'],
          sets: ['odometerBack', 'condition'],
          requires: ['odometerBack'],
        },
        cancel: { title: '取消用车', flow: 'cancelled', needs: ['opinion'], negative: true },
      },
    },
    finished: { kind: 'end', title: '已回车', outcome: 'finished' },
    unserved: { kind: 'end', title: '未派车', outcome: 'unserved' },
  },
  flows: [
    { id: 'sent', from: 'dispatch', to: 'back' },
    { id: 'none', from: 'dispatch', to: 'unserved' },
    { id: 'returned', from: 'back', to: 'finished' },
    { id: 'cancelled', from: 'back', to: 'unserved' },
  ],
  outcomes: { finished: { title: '已回车' }, unserved: { title: '未用车' } },
  marks: { sent: 'dispatch.send' },
});

export const carUse = defineCase({
  title: '用车',
  summary: '公务用车申请、派车和回车登记',
  owner: 'city-organ-affairs',
  ...matterOwner,
  fields: {
    ...matterFields,
    purpose: code({ title: '用途', required: true, filter: true, codeList: 'office car-purposes' }),
    startsAt: moment({ title: '用车时间', required: true, filter: true, list: true }),
    endsAt: moment({ title: '预计回车', required: true, list: true }),
    destination: text({ title: '目的地', required: true, list: true, maxLength: 80 }),
    people: integer({ title: '乘车人数', required: true, minimum: 1, maximum: 60, unit: '人' }),
    outside: boolean({ title: '出市', required: true }),
    reason: longText({ title: '公务事由', required: true, maxLength: 300 }),
    car: ref({ title: '车辆', to: 'office.car', filter: true, list: true }),
    driver: text({ title: '驾驶员', maxLength: 40 }),
    odometerOut: integer({ title: '出车里程', minimum: 0, maximum: 9_999_999, unit: '公里' }),
    odometerBack: integer({ title: '回车里程', minimum: 0, maximum: 9_999_999, unit: '公里' }),
    distance: integer({ title: '行驶里程', unit: '公里', list: true, managed: true }),
    condition: text({ title: '车况', maxLength: 120 }),
  },
  titleField: 'subject',
  allow: { read: 'apply' },
  process: graphProcess(process, { number: { prefix: 'YC', digits: 4 } }),
});

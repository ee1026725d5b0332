/** Exchange between organs (签收 退回 撤回), and rooms for meetings. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const id = z.uuid('不是有效的编号');
const reason = z.string().trim().min(2, '请写明理由').max(500);
const done = z.object({ done: z.literal(true) });
const Content = z.record(z.string(), z.unknown());
const moment = z.iso.datetime({ offset: true, message: '请选择时间' });

export const exchangeRoutes = {
  delivery: get('/deliveries/:id', {
    title: '公文交换件',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({ state: z.string(), mine: z.enum(['from', 'to']), content: Content }),
  }),
  receive: post('/deliveries/:id/receive', {
    title: '签收',
    allow: 'receive',
    input: z.object({ id }),
    output: z.object({ id: z.string(), number: z.string() }),
  }),
  returnDelivery: post('/deliveries/:id/return', {
    title: '退回来文',
    allow: 'receive',
    input: z.object({ id, reason }),
    output: done,
  }),
  recallDelivery: post('/deliveries/:id/recall', {
    title: '撤回发文',
    allow: 'distribute',
    input: z.object({ id, reason }),
    output: done,
  }),
};

export const meetingRoutes = {
  book: post('/meetings', {
    title: '预定会议室',
    allow: 'meet',
    input: z.object({
      /** Made by the page, so that a form sent twice books once. */
      id,
      room: id,
      title: z.string().trim().min(2, '请填写会议名称').max(80),
      startsAt: moment,
      endsAt: moment,
      people: z.number().int().min(1).max(2000).optional(),
    }),
    output: z.object({ id: z.string() }),
  }),
  cancelMeeting: post('/meetings/:id/cancel', {
    title: '取消会议',
    allow: 'meet',
    input: z.object({ id }),
    output: done,
  }),
  bookings: get('/meetings', {
    title: '某日会议室预定情况',
    allow: 'read-codes',
    input: z.object({ day: z.iso.date('请选择日期') }),
    output: z.object({
      rooms: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          seats: z.number(),
          equipment: z.string().nullable(),
          meetings: z.array(
            z.object({
              id: z.string(),
              title: z.string(),
              startsAt: z.string(),
              endsAt: z.string(),
              hostName: z.string(),
              bookedByName: z.string(),
              mine: z.boolean(),
            }),
          ),
        }),
      ),
    }),
  }),
};

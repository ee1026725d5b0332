/** Exchange between organs (签收 退回 撤回), circulation of what came in (传阅), and rooms for meetings. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const id = z.uuid('不是有效的编号');
const reason = z.string().trim().min(2, '请写明理由').max(500);
const done = z.object({ done: z.literal(true) });
const Content = z.record(z.string(), z.unknown());
const moment = z.iso.datetime({ offset: true, message: '请选择时间' });

export const Reading = z.object({
  id: z.string(),
  title: z.string(),
  givenAt: z.string(),
  givenByName: z.string(),
  readAt: z.string().nullable(),
  remark: z.string().nullable(),
});

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
  readers: get('/readers', {
    title: '可传阅的人员',
    allow: 'circulate',
    input: z.object({}),
    output: z.object({ rows: z.array(z.object({ id: z.string(), name: z.string() })) }),
  }),
  circulate: post('/incoming/:id/readings', {
    title: '传阅',
    allow: 'circulate',
    input: z.object({ id, readers: z.array(z.uuid()).min(1, '请选择传阅人员').max(200) }),
    output: z.object({ given: z.number() }),
  }),
  incomingReadings: get('/incoming/:id/readings', {
    title: '收文的传阅情况',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({ rows: z.array(Reading.extend({ readerName: z.string() })) }),
  }),
  myReadings: get('/readings', {
    title: '我的阅文',
    allow: 'circulate',
    input: z.object({ unread: z.enum(['yes', 'no']).default('no') }),
    output: z.object({ rows: z.array(Reading) }),
  }),
  read: post('/readings/:id/open', {
    title: '阅文',
    allow: 'circulate',
    input: z.object({ id }),
    output: Reading.extend({
      incoming: z.string(),
      source: z.string(),
      content: Content.nullable(),
      proposal: z.string().nullable(),
    }),
  }),
  remark: post('/readings/:id/remark', {
    title: '阅示',
    allow: 'circulate',
    input: z.object({ id, remark: z.string().trim().min(1, '请填写意见').max(1000) }),
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

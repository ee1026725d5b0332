/** 办会: booking a room, inviting units, their replies, and signing in by the code that is shown in the room. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const id = z.uuid('不是有效的编号');
const done = z.object({ done: z.literal(true) });
const moment = z.iso.datetime({ offset: true, message: '请选择时间' });

const Booked = z.object({
  id: z.string(),
  title: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
  hostName: z.string(),
  bookedByName: z.string(),
  mine: z.boolean(),
  /** He or his unit may invite and decide. */
  runs: z.boolean(),
  pending: z.boolean(),
  place: z.string(),
});

export const Attendance = z.object({
  id: z.string(),
  unitName: z.string(),
  reply: z.enum(['waiting', 'attend', 'absent']),
  attendee: z.string().nullable(),
  reason: z.string().nullable(),
  signedAt: z.string().nullable(),
});

export const meetingRoutes = {
  book: post('/meetings', {
    title: '预定会议室',
    allow: 'meet',
    input: z.object({
      /** Made by the page, so that a form sent twice books once. */
      id,
      form: z.enum(['room', 'video', 'elsewhere']).default('room'),
      level: z.enum(['first', 'second', 'third', 'fourth']).default('fourth'),
      room: id.optional(),
      place: z.string().trim().max(120).default(''),
      agenda: z.string().trim().max(2000).default(''),
      coHosts: z.array(z.string().min(1).max(80)).max(20).default([]),
      /** For those that must be approved first. */
      reason: z.string().trim().max(500).default(''),
      title: z.string().trim().min(2, '请填写会议名称').max(80),
      startsAt: moment,
      endsAt: moment,
      people: z.number().int().min(1).max(2000).optional(),
    }),
    /** With the number of the application where it must be approved first. */
    output: z.object({ id: z.string(), application: z.string().nullable() }),
  }),
  minutes: get('/meetings/:id/minutes', {
    title: '会议纪要初稿',
    allow: 'meet',
    input: z.object({ id }),
    output: z.object({ meeting: z.string(), kind: z.string(), title: z.string(), body: z.string() }),
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
          meetings: z.array(Booked),
        }),
      ),
      /** Without a room: by video or in another place. */
      others: z.array(Booked),
    }),
  }),
  invite: post('/meetings/:id/invitations', {
    title: '会议通知',
    allow: 'meet',
    input: z.object({ id, units: z.array(z.string().min(1).max(80)).min(1, '请选择参会单位').max(200) }),
    output: z.object({ invited: z.number() }),
  }),
  attendance: get('/meetings/:id/attendance', {
    title: '参会和签到情况',
    allow: 'meet',
    input: z.object({ id }),
    output: z.object({
      /** Six digits to be shown in the room. */
      code: z.string(),
      rows: z.array(Attendance),
    }),
  }),
  invitations: get('/invitations', {
    title: '我单位的会议通知',
    allow: 'meet',
    input: z.object({}),
    output: z.object({
      rows: z.array(
        Attendance.extend({
          title: z.string(),
          roomName: z.string(),
          hostName: z.string(),
          startsAt: z.string(),
          endsAt: z.string(),
          agenda: z.string().nullable(),
        }),
      ),
    }),
  }),
  reply: post('/invitations/:id', {
    title: '会议回执',
    allow: 'meet',
    input: z
      .object({
        id,
        reply: z.enum(['attend', 'absent']),
        attendee: z.string().trim().max(60).default(''),
        reason: z.string().trim().max(300).default(''),
      })
      .refine(({ reply, attendee }) => reply === 'absent' || attendee !== '', {
        path: ['attendee'],
        message: '请填写参会人员',
      })
      .refine(({ reply, reason }) => reply === 'attend' || reason !== '', {
        path: ['reason'],
        message: '请填写请假理由',
      }),
    output: done,
  }),
  signIn: post('/invitations/:id/sign-in', {
    title: '会议签到',
    allow: 'meet',
    input: z.object({ id, code: z.string().regex(/^\d{6}$/, '签到码是六位数字') }),
    output: z.object({ signedAt: z.string() }),
    // Six digits must not be tried one after another.
    rate: 5,
  }),
};

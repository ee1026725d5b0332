/** 日程 and 会议决定: calendars as far as one may see them, and what meetings decided. */
import { z } from 'zod';
import { del, get, post } from '../../../../kernel/contract.ts';

const id = z.uuid();
const day = z.iso.date('日期格式不正确');
const moment = z.iso.datetime({ offset: true, message: '时间格式不正确' });
const done = z.object({ done: z.literal(true) });

export const visibilities = ['unit', 'busy', 'private'] as const;

export const CalendarItem = z.object({
  id: z.string(),
  kind: z.enum(['entry', 'meeting', 'leave']),
  title: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
  /** Without hours: whole days. */
  allDay: z.boolean(),
  place: z.string().nullable(),
  note: z.string().nullable(),
  visibility: z.enum(visibilities).nullable(),
  /** Overlaps another one of the same person. */
  clashes: z.boolean(),
  /** The caller entered it himself and may change it. */
  mine: z.boolean(),
});
export type CalendarItem = z.infer<typeof CalendarItem>;

export const scheduleRoutes = {
  schedule: get('/schedule', {
    title: '日程',
    allow: 'own-calendar',
    input: z.object({ from: day, to: day, person: z.string().max(100).optional() }),
    output: z.object({
      items: z.array(CalendarItem),
      /** Whose calendars the caller may look at: his own, and those of his unit. */
      people: z.array(z.object({ id: z.string(), name: z.string(), leader: z.boolean() })),
    }),
  }),
  keepEntry: post('/schedule', {
    title: '记日程',
    allow: 'own-calendar',
    input: z
      .object({
        id,
        title: z.string().trim().min(1, '请填写事项').max(80),
        startsAt: moment,
        endsAt: moment,
        place: z.string().trim().max(60).default(''),
        note: z.string().trim().max(500).default(''),
        visibility: z.enum(visibilities).default('unit'),
      })
      .refine(({ startsAt, endsAt }) => new Date(endsAt) > new Date(startsAt), {
        path: ['endsAt'],
        message: '结束时间应晚于开始时间',
      }),
    output: z.object({ id: z.string() }),
  }),
  dropEntry: del('/schedule/:id', {
    title: '删除日程',
    allow: 'own-calendar',
    input: z.object({ id }),
    output: done,
  }),
  calendarFile: get('/schedule-file', {
    title: '导出日程（iCalendar）',
    allow: 'own-calendar',
    rate: 30,
    input: z.object({ from: day, to: day }),
    output: 'binary',
  }),
  decide: post('/meetings/:id/decisions', {
    title: '交办会议决定事项',
    allow: 'track',
    input: z.object({
      id,
      decisions: z
        .array(
          z.object({
            /** Made by the page, so that a repeated submit makes one task. */
            id: z.uuid(),
            content: z.string().trim().min(2, '请填写决定事项').max(200),
            lead: z.string().min(1, '请选择牵头单位').max(80),
            joint: z.array(z.string().min(1).max(80)).max(50).default([]),
            doneBy: day,
          }),
        )
        .min(1, '请至少写一项')
        .max(50),
    }),
    output: z.object({ numbers: z.array(z.string()) }),
  }),
  decisions: get('/meetings/:id/decisions', {
    title: '会议决定事项',
    allow: 'meet',
    input: z.object({ id }),
    output: z.object({
      rows: z.array(
        z.object({
          id: z.string(),
          number: z.string(),
          content: z.string(),
          leadName: z.string(),
          jointNames: z.array(z.string()),
          doneBy: z.string(),
          state: z.string(),
          closed: z.boolean(),
          late: z.boolean(),
        }),
      ),
    }),
  }),
};

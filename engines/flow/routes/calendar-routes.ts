/** The working calendar that limits count by, and the two questions that other programs ask of it. */
import { z } from 'zod';
import { get } from '../../../kernel/contract.ts';

const openBecause = '工作日历是公开信息，不含任何记录';
const units = ['urgent-hour', 'work-hour', 'work-day', 'natural-day'] as const;

export const calendarRoutes = {
  calendar: get('/calendar', {
    title: '工作日历',
    signedInBecause: '作息时间和日历截止年份人人可见',
    input: z.object({}),
    output: z.object({
      knownUntil: z.string(),
      /** Months left until the table of holidays ends; limits beyond it count ordinary weeks. */
      monthsLeft: z.number(),
      periods: z.array(z.object({ start: z.string(), end: z.string() })),
    }),
  }),
  workingDay: get('/calendar/working-day', {
    title: '几个工作日之后是哪一天',
    publicBecause: openBecause,
    input: z.object({ from: z.iso.date(), days: z.coerce.number().int().min(0).max(366) }),
    output: z.object({ date: z.iso.date(), knownUntil: z.iso.date() }),
  }),
  deadline: get('/calendar/deadline', {
    title: '时限何时届满',
    publicBecause: openBecause,
    input: z.object({
      /** 受理时刻. */
      from: z.iso.datetime({ offset: true }),
      amount: z.coerce.number().min(0).max(1000),
      unit: z.enum(units).default('work-day'),
    }),
    output: z.object({
      due: z.iso.datetime(),
      /** Day in Shanghai. */
      date: z.iso.date(),
      /** Beyond the known holidays only weekends are free. */
      provisional: z.boolean(),
    }),
  }),
};

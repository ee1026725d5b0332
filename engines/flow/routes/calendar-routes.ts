/** The working calendar that limits count by. */
import { z } from 'zod';
import { get } from '../../../kernel/contract.ts';

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
};

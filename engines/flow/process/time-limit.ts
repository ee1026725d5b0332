/** A time limit as it comes over the wire. */
import { z } from 'zod';

export const TimeLimit = z.object({
  amount: z.number().positive().max(1000),
  unit: z.enum(['urgent-hour', 'work-hour', 'work-day', 'natural-day']),
});

/** What the routes of cases share: names, opinions, pages of a list, the light and its clock. */
import { z } from 'zod';

export const type = z.string().min(3).max(120);
export const id = z.uuid();
export const opinion = z.string().trim().max(2000).optional();
export const fileIds = z.array(z.uuid()).max(20).optional();
export const done = z.object({ done: z.literal(true) });
export const paging = {
  page: z.coerce.number().int().min(1).max(500).default(1),
  size: z.coerce.number().int().min(1).max(100).default(20),
};

/** Of one case: 'i12'. */
export const itemId = z.string().regex(/^i\d{1,9}$/);

export const light = z.enum(['none', 'green', 'yellow', 'red']);

/** What is left of a limit, and on which clock. */
export const left = {
  /** Milliseconds left on the limit's own clock, negative when over; null without a limit or while suspended. */
  remaining: z.number().nullable().optional(),
  clock: z.enum(['working', 'natural']).optional(),
};

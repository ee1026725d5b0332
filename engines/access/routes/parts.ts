/** What the routes of the access engine share. */
import { z } from 'zod';

export const account = z.string().trim().min(3).max(40);
export const password = z.string().min(1).max(200);
export const empty = z.object({});
export const done = z.object({ done: z.literal(true) });
export const search = z.string().trim().max(40).default('');

export const paging = {
  page: z.coerce.number().int().min(1).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
};

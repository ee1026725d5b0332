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

export const code = z.string().regex(/^\d{6}$/, '请填写 6 位验证码');

/** The account of a citizen. */
export const phone = z.string().regex(/^1[3-9]\d{9}$/, '请填写 11 位手机号');

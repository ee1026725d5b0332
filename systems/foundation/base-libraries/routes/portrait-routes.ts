/** Routes of portraits: what one may open for which purposes, and the opening. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { code, value } from './shapes.ts';

export const PortraitKind = z.object({
  code: z.string(),
  title: z.string(),
  keyTitle: z.string(),
  purposes: z.array(
    z.object({
      code: z.string(),
      title: z.string(),
      basis: z.string(),
      parts: z.array(z.string()),
      /** Granted to the asker's department until then; null where it is not. */
      until: z.string().nullable(),
    }),
  ),
});
export type PortraitKind = z.infer<typeof PortraitKind>;

export const PortraitReply = z.object({
  title: z.string(),
  purpose: z.string(),
  basis: z.string(),
  ended: z.boolean(),
  /** Parts that the purpose does not need say so and hold nothing. */
  parts: z.array(
    z.object({
      title: z.string(),
      open: z.boolean(),
      fields: z.array(
        z.object({ name: z.string(), title: z.string(), value, source: z.string().nullable() }),
      ),
    }),
  ),
  tags: z.array(z.object({ title: z.string(), has: z.boolean(), rule: z.string(), source: z.string() })),
});
export type PortraitReply = z.infer<typeof PortraitReply>;

export const portraitRoutes = {
  portraits: get('/portraits', {
    title: '可以调阅的画像和目的',
    allow: 'portray',
    input: z.object({}),
    output: z.object({ portraits: z.array(PortraitKind) }),
  }),
  portray: post('/portraits/:portrait', {
    title: '调阅画像',
    allow: 'portray',
    input: z.object({
      portrait: code,
      purpose: code,
      /** As somebody writes it; travels in the body, never in an address. */
      number: z.string().min(1).max(60),
      basis: z.string().trim().min(2, '请填写办件编号或依据').max(100),
    }),
    output: PortraitReply,
    rate: 60,
  }),
};

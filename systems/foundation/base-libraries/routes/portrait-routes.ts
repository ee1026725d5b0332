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

/** What the person himself is told of one opening: the department, not who of it. */
export const OwnLook = z.object({
  at: z.string(),
  department: z.string(),
  purpose: z.string(),
  law: z.string(),
  basis: z.string(),
  parts: z.array(z.string()),
});
export type OwnLook = z.infer<typeof OwnLook>;

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
  ownLooks: post('/own-portrait-looks', {
    title: '谁调阅过本人的画像',
    allow: 'own',
    /** His own verified number; travels in the body, never in an address. */
    input: z.object({
      idCard: z
        .string()
        .trim()
        .toUpperCase()
        .regex(/^\d{17}[\dX]$/, '请填写18位身份证号'),
      page: z.number().int().min(1).max(50).default(1),
    }),
    output: z.object({ looks: z.array(OwnLook), more: z.boolean() }),
    rate: 20,
  }),
};

/** What several routes of 消息管理 share. */
import { z } from 'zod';

export const done = z.object({ done: z.literal(true) });
export const code = z.string().regex(/^[a-z0-9-]+:[a-z0-9-]+$/, '模板编号不正确');
export const values = z.record(z.string().max(40), z.union([z.string().max(1000), z.number()]));

export const texts = z.object({
  app: z.object({ title: z.string().max(400), body: z.string().max(4000) }),
  sms: z.string().max(2000).optional(),
  voice: z.string().max(2000).optional(),
  email: z.object({ subject: z.string().max(400), body: z.string().max(10_000) }).optional(),
  webhook: z.literal(true).optional(),
});

export const audience = z
  .object({
    kinds: z
      .array(z.enum(['official', 'citizen']))
      .min(1, '请选择发给谁')
      .max(2),
    area: z
      .string()
      .regex(/^\d{12}$/, '区划代码是 12 位数字')
      .optional(),
    department: z.string().max(60).optional(),
    role: z
      .string()
      .regex(/^[a-z0-9-]+:[a-z0-9-]+$/, '角色编号不正确')
      .optional(),
  })
  .strict();

export const reach = z.object({
  people: z.number(),
  refused: z.number(),
  areas: z.array(z.object({ area: z.string(), title: z.string(), people: z.number() })),
  channels: z.array(z.object({ channel: z.string(), people: z.number() })),
});

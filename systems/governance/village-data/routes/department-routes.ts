/** What departments do: see what a request would come to, sign for what they got, correct what is their own, doubt what was collected. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { AreaCode, Id, Place } from './shapes.ts';

export const Finding = z.object({
  field: z.string(),
  title: z.string(),
  /** Places that the households of the area have for it. */
  cells: z.number(),
  known: z.number(),
  left: z.number(),
  verdict: z.enum(['known', 'partly', 'new', 'owned', 'held']),
  reason: z.string(),
});
export type Finding = z.infer<typeof Finding>;

export const departmentRoutes = {
  plan: post('/requests/plan', {
    title: '测算采集任务',
    allow: 'request',
    input: z.object({ area: AreaCode, fields: z.array(z.string().max(40)).min(1, '请选择字段').max(60) }),
    output: z.object({
      households: z.number(),
      cells: z.number(),
      known: z.number(),
      left: z.number(),
      findings: z.array(Finding),
    }),
    rate: 60,
  }),
  usable: get('/fields', {
    title: '本部门可以使用的字段',
    allow: 'request',
    input: z.object({}),
    output: z.object({
      fields: z.array(
        z.object({
          key: z.string(),
          title: z.string(),
          of: z.string(),
          way: z.string(),
          own: z.boolean(),
          list: z.array(z.object({ code: z.string(), name: z.string() })),
        }),
      ),
    }),
  }),
  receive: post('/deliveries/:id/receipt', {
    title: '签收',
    allow: 'receive',
    input: z.object({ id: Id }),
    output: z.object({ receipt: z.string(), receivedAt: z.string() }),
  }),
  push: post('/pushes', {
    title: '回推',
    allow: 'push',
    input: z.object({
      id: Id,
      number: z
        .string()
        .regex(/^\d{16}$/, '户编号为 16 位数字')
        .optional(),
      idCard: z.string().max(20).optional(),
      field: z.string().max(40),
      value: z.string().min(1, '请填写新值').max(100),
      basis: z.string().trim().min(2, '请填写依据').max(200),
    }),
    output: z.object({ id: z.string() }),
    rate: 120,
  }),
  doubt: post('/doubts', {
    title: '提出疑义',
    allow: 'doubt',
    input: Place.extend({
      delivery: Id,
      reason: z.string().trim().min(2, '请写明疑义和依据').max(500),
    }),
    output: z.object({ id: z.string(), number: z.string() }),
    rate: 60,
  }),
};

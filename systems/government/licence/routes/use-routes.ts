/** 用证: a department asks, the holder answers, the department reads what he allowed. */
import { z } from 'zod';
import { post } from '../../../../kernel/contract.ts';

const id = z.uuid('不是有效的编号');
export const TellableField = z.enum([
  'name',
  'number',
  'state',
  'validUntil',
  'issuedOn',
  'issuerName',
  'holderName',
  'holderCode',
  'surface',
]);
const fields = z.array(TellableField).max(9);

export const useRoutes = {
  ask: post('/asks', {
    title: '申请用证',
    allow: 'use',
    input: z.object({
      type: z.string().min(1, '请选择证照类型').max(60),
      number: z.string().trim().min(4, '请填写证照编号').max(60),
      holderName: z.string().trim().min(1, '请填写持证主体').max(120),
      purpose: z.string().trim().min(4, '请写明事由').max(200),
      fields: fields.min(1, '请选择要用的内容'),
    }),
    output: z.object({ id: z.string() }),
    rate: 30,
  }),
  answer: post('/consents/:id/answer', {
    title: '答复用证申请',
    allow: 'hold',
    input: z.object({
      id,
      agree: z.boolean(),
      fields,
      days: z.number().int().min(1).max(366).default(7),
    }),
    output: z.object({ status: z.string() }),
  }),
  withdraw: post('/consents/:id/withdraw', {
    title: '撤回用证授权',
    allow: 'hold',
    input: z.object({ id }),
    output: z.object({ done: z.literal(true) }),
  }),
  useLicence: post('/consents/:id/use', {
    title: '按授权用证',
    allow: 'use',
    input: z.object({ id }),
    output: z.object({
      /** Id of the use, as the holder sees it. */
      use: z.string(),
      values: z.array(z.object({ field: z.string(), title: z.string(), value: z.string() })),
    }),
  }),
};

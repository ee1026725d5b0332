/** Exchange between organs: 签收, 退回 and 撤回. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const id = z.uuid('不是有效的编号');
const reason = z.string().trim().min(2, '请写明理由').max(500);
const done = z.object({ done: z.literal(true) });
const Content = z.record(z.string(), z.unknown());

export const exchangeRoutes = {
  delivery: get('/deliveries/:id', {
    title: '公文交换件',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({
      state: z.string(),
      mine: z.enum(['from', 'to']),
      content: Content,
      /** Whether there is a file under an electronic seal to take along. */
      sealed: z.boolean(),
      /** What comes with it, each with its SM3 digest as it was sent. */
      attachments: z.array(
        z.object({ file: z.string(), name: z.string(), size: z.number(), sm3: z.string() }),
      ),
    }),
  }),
  sealedDelivery: get('/deliveries/:id/sealed', {
    title: '加盖电子印章的来文（OFD）',
    allow: 'read',
    input: z.object({ id }),
    output: 'binary',
    rate: 60,
  }),
  deliveryFile: get('/deliveries/:id/files/:file', {
    title: '来文附件',
    allow: 'read',
    input: z.object({ id, file: id }),
    output: 'binary',
    rate: 120,
  }),
  resend: post('/documents/:id/deliveries', {
    title: '补发公文',
    allow: 'distribute',
    input: z.object({
      id,
      units: z.array(z.string().min(1).max(80)).min(1, '请选择收文单位').max(200),
      kind: z.enum(['main', 'copy']).default('main'),
    }),
    output: z.object({ sent: z.number() }),
  }),
  receive: post('/deliveries/:id/receive', {
    title: '签收',
    allow: 'receive',
    input: z.object({ id }),
    output: z.object({ id: z.string(), number: z.string() }),
  }),
  returnDelivery: post('/deliveries/:id/return', {
    title: '退回来文',
    allow: 'receive',
    input: z.object({ id, reason }),
    output: done,
  }),
  recallDelivery: post('/deliveries/:id/recall', {
    title: '撤回发文',
    allow: 'distribute',
    input: z.object({ id, reason }),
    output: done,
  }),
};

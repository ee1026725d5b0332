/** Exchange between organs: groups of receivers, 签收, 退回, 撤回, receipts and urging. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const id = z.uuid('不是有效的编号');
const reason = z.string().trim().min(2, '请写明理由').max(500);
const done = z.object({ done: z.literal(true) });
const Content = z.record(z.string(), z.unknown());

const units = z.array(z.string().min(1).max(80)).min(1, '请选择收文单位').max(5000);
const states = z.enum(['sent', 'received', 'returned', 'recalled']);
const Counts = z.object({
  sent: z.number(),
  received: z.number(),
  returned: z.number(),
  recalled: z.number(),
});

export const exchangeRoutes = {
  recipientGroups: get('/recipient-groups', {
    title: '收文单位分组',
    allow: 'read',
    input: z.object({}),
    output: z.object({
      rows: z.array(
        z.object({ id: z.string(), name: z.string(), own: z.boolean(), units: z.array(z.string()) }),
      ),
    }),
  }),
  keepGroup: post('/recipient-groups', {
    title: '保存收文单位分组',
    allow: 'distribute',
    input: z.object({ id: id.optional(), name: z.string().trim().min(2, '请填写名称').max(40), units }),
    output: z.object({ id: z.string() }),
  }),
  dropGroup: post('/recipient-groups/:id/drop', {
    title: '停用收文单位分组',
    allow: 'distribute',
    input: z.object({ id }),
    output: done,
  }),
  deliveryReceipts: get('/documents/:id/receipts', {
    title: '分发回执',
    allow: 'read',
    input: z.object({
      id,
      state: states.optional(),
      /** A county, 12 digits; '' for units of the city. */
      area: z.string().max(12).optional(),
      text: z.string().trim().min(1).max(40).optional(),
      page: z.coerce.number().int().min(1).max(1000).default(1),
      size: z.coerce.number().int().min(1).max(200).default(50),
    }),
    output: z.object({
      counts: Counts,
      /** By county; null are units of the city. */
      areas: z.array(Counts.extend({ area: z.string().nullable(), total: z.number() })),
      /** Units that have it or may still take it. */
      standing: z.array(z.string()),
      total: z.number(),
      rows: z.array(
        z.object({
          id: z.string(),
          receiverName: z.string(),
          kind: z.string(),
          status: states,
          resent: z.boolean(),
          at: z.string(),
          reason: z.string().nullable(),
          urgedAt: z.string().nullable(),
        }),
      ),
    }),
  }),
  urgeReceivers: post('/documents/:id/urge', {
    title: '催签',
    allow: 'distribute',
    input: z.object({ id }),
    /** `without`: those of them that nobody represents. */
    output: z.object({ urged: z.number(), without: z.number() }),
  }),
  recallAll: post('/documents/:id/recall', {
    title: '撤回全部未签收',
    allow: 'distribute',
    input: z.object({ id, reason }),
    output: z.object({ recalled: z.number() }),
  }),
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
      units,
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

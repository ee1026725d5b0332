/** Routes of products: listing, subscribing, metering what was delivered, settling a month. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const id = z.uuid();
const day = z.iso.date();
const percent = z.number().int().min(0).max(100);

export const productRoutes = {
  listProduct: post('/products', {
    title: '登记数据产品',
    allow: 'operate',
    input: z.object({
      project: id,
      title: z.string().trim().min(2).max(80),
      scene: z.string().trim().min(2).max(500),
      pricing: z.enum(['run', 'month']),
      /** In 分. */
      price: z.number().int().min(0).max(1_000_000_000),
      publicShare: percent,
      providerShare: percent,
    }),
    output: z.object({ id: z.string() }),
  }),
  withdrawProduct: post('/products/:id/withdraw', {
    title: '下架数据产品',
    allow: 'operate',
    input: z.object({ id }),
    output: z.object({ done: z.literal(true) }),
  }),
  complaints: get('/products/:id/complaints', {
    title: '产品收到的投诉和结果',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({
      complaints: z.array(
        z.object({
          id: z.string(),
          number: z.string(),
          kind: z.string(),
          title: z.string(),
          state: z.enum(['open', 'upheld', 'rejected', 'withdrawn']),
          outcome: z.string().nullable(),
          openedAt: z.string(),
          late: z.boolean(),
        }),
      ),
    }),
  }),
  subscribe: post('/products/:id/subscriptions', {
    title: '登记订阅',
    allow: 'apply',
    input: z.object({
      id,
      subscriber: z.string().trim().min(2).max(100),
      creditCode: z.string().trim(),
      /** Account that may complain for the subscriber. */
      buyer: z.string().min(1).max(100).nullable().default(null),
      from: day,
      until: day,
    }),
    output: z.object({ id: z.string() }),
  }),
  deliver: post('/subscriptions/:id/deliveries', {
    title: '向订阅方交付一次已放行的结果',
    allow: 'apply',
    input: z.object({ id, run: id }),
    output: z.object({ id: z.string() }),
  }),
  settle: post('/operators/:id/statements', {
    title: '出具月结算单',
    allow: 'operate',
    input: z.object({ id, month: z.string().regex(/^20\d{2}-(?:0[1-9]|1[0-2])$/, '应为 2026-10 的形式') }),
    output: z.object({ id: z.string() }),
  }),
  statementPaper: get('/statements/:id/paper', {
    title: '下载月结算单',
    allow: 'read',
    input: z.object({ id }),
    output: 'binary',
  }),
};

/** What a firm does on the citizens' face by its legal representative or an operator whom he named: orders, contract, metering, receipts, bills. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { billStates } from '../data/bill-words.ts';

const id = z.uuid();
const day = z.iso.date();
const creditCode = z.string().trim().length(18);
const level = 'L3' as const;
const nothing = z.object({});

export const Offer = z.object({
  id: z.string(),
  title: z.string(),
  operator: z.string(),
  scene: z.string(),
  pricing: z.string(),
  /** In 分. */
  price: z.number(),
});
export type Offer = z.infer<typeof Offer>;

export const OrderState = z.enum(['open', 'subscribed', 'refused', 'lapsed', 'withdrawn']);

const OrderView = z.object({
  id: z.string(),
  number: z.string(),
  product: z.string(),
  subscriber: z.string(),
  from: z.string(),
  until: z.string(),
  state: OrderState,
  /** Why not. */
  answer: z.string(),
});

const Held = z.object({
  id: z.string(),
  product: z.string(),
  subscriber: z.string(),
  from: z.string(),
  until: z.string(),
});

export const BillState = z.enum(Object.keys(billStates) as (keyof typeof billStates)[]);
const BillHead = z.object({
  id: z.string(),
  number: z.string(),
  month: z.string(),
  operator: z.string(),
  subscriber: z.string(),
  total: z.number(),
  state: BillState,
});

export const BillLine = z.object({
  subscription: z.string(),
  product: z.string(),
  pricing: z.enum(['run', 'month', 'refund']),
  quantity: z.number(),
  price: z.number(),
  amount: z.number(),
});
export type BillLine = z.infer<typeof BillLine>;

export const buyerRoutes = {
  offers: get('/buyer/products', {
    title: '在售的数据产品',
    allow: 'buy',
    level,
    input: nothing,
    output: z.object({
      enterprises: z.array(z.object({ creditCode: z.string(), name: z.string() })),
      products: z.array(Offer),
    }),
  }),
  order: post('/buyer/orders', {
    title: '以企业名义订购数据产品',
    allow: 'buy',
    level,
    input: z.object({
      product: id,
      creditCode,
      purpose: z.string().trim().min(4, '请写明用途').max(500),
      from: day,
      until: day,
    }),
    output: z.object({ id: z.string(), number: z.string() }),
    rate: 20,
  }),
  held: get('/buyer/held', {
    title: '本企业的订购、订阅和结算单',
    allow: 'buy',
    level,
    input: nothing,
    output: z.object({
      orders: z.array(OrderView),
      subscriptions: z.array(Held),
      bills: z.array(BillHead),
    }),
  }),
  heldOrder: get('/buyer/orders/:id', {
    title: '本企业的一次订购',
    allow: 'buy',
    level,
    input: z.object({ id }),
    output: OrderView,
  }),
  withdrawOrder: post('/buyer/orders/:id/withdraw', {
    title: '撤回本企业的订购',
    allow: 'buy',
    level,
    input: z.object({ id }),
    output: z.object({ done: z.literal(true) }),
    rate: 20,
  }),
  heldSubscription: get('/buyer/subscriptions/:id', {
    title: '本企业的一项订阅和计量',
    allow: 'buy',
    level,
    /** Deliveries of that page, newest first. */
    input: z.object({ id, page: z.coerce.number().int().min(1).max(10_000).default(1) }),
    output: Held.extend({
      operator: z.string(),
      scene: z.string(),
      pricing: z.string(),
      price: z.number(),
      /** Of all, by which the firm checks what it is charged. */
      delivered: z.number(),
      pages: z.number(),
      deliveries: z.array(
        z.object({ id: z.string(), at: z.string(), about: z.string(), hasReceipt: z.boolean() }),
      ),
    }),
  }),
  subscriptionPaper: get('/buyer/subscriptions/:id/contract', {
    title: '下载订阅合同',
    allow: 'buy',
    level,
    input: z.object({ id }),
    output: 'binary',
  }),
  deliveryReceipt: get('/buyer/deliveries/:id/receipt', {
    title: '下载交付凭证',
    allow: 'buy',
    level,
    input: z.object({ id }),
    output: 'binary',
  }),
  bill: get('/buyer/bills/:id', {
    title: '本企业的一份结算单',
    allow: 'buy',
    level,
    input: z.object({ id }),
    output: BillHead.extend({
      lines: z.array(BillLine),
      at: z.string(),
      answerUntil: z.string().nullable(),
      answeredAt: z.string().nullable(),
      objection: z.string().nullable(),
      /** Of the complaint that the objection became. */
      answer: z.string().nullable(),
      outcome: z.string().nullable(),
      refund: z.number().nullable(),
    }),
  }),
  confirmBill: post('/buyer/bills/:id/confirm', {
    title: '确认结算单',
    allow: 'buy',
    level,
    input: z.object({ id }),
    output: z.object({ done: z.literal(true) }),
    rate: 20,
  }),
  disputeBill: post('/buyer/bills/:id/dispute', {
    title: '对结算单提出异议',
    allow: 'buy',
    level,
    input: z.object({
      id,
      /** Of the line that is disputed. */
      subscription: id,
      objection: z.string().trim().min(4, '请写明哪里不对').max(1000),
    }),
    output: z.object({ done: z.literal(true) }),
    rate: 20,
  }),
};

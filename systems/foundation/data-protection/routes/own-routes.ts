/** What a person sees and asks of what the city holds on him; his number must be verified (L2). */
import { z } from 'zod';
import { Receipt } from '../../../../engines/trust/contract.ts';
import { get, post } from '../../../../kernel/contract.ts';
import { rightCodes } from '../data/rights.ts';

const id = z.uuid('不是有效的编号');
const one = z.object({ id });
const register = z.string().min(3, '请选择台账').max(200);
const level = 'L2' as const;

const Holding = z.object({
  register: z.string(),
  title: z.string(),
  summary: z.string(),
  ownerName: z.string(),
  count: z.number(),
  /** What it is kept for so long; null where the register's own procedure says. */
  basis: z.string().nullable(),
  days: z.number().nullable(),
});

export const OwnRequest = z.object({
  id: z.string(),
  number: z.string(),
  kind: z.enum(rightCodes),
  kindName: z.string(),
  title: z.string(),
  ownerName: z.string(),
  openedAt: z.string(),
  dueAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  state: z.enum(['open', 'done', 'refused', 'withdrawn']),
});

export const ownRoutes = {
  holdings: get('/mine', {
    title: '本市登记了我的哪些信息',
    allow: 'ask',
    level,
    input: z.object({}),
    output: z.object({ days: z.number(), rows: z.array(Holding) }),
    rate: 30,
  }),
  holding: get('/mine/:register', {
    title: '我在一个台账里的信息',
    allow: 'ask',
    level,
    input: z.object({ register }),
    output: Holding.extend({
      more: z.boolean(),
      rows: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          at: z.string(),
          /** Until when the law keeps it. */
          keptUntil: z.string().nullable(),
          /** What a correction may change, as masked as anybody sees it. */
          fields: z.array(z.object({ name: z.string(), title: z.string(), value: z.string() })),
        }),
      ),
    }),
    rate: 60,
  }),
  ask: post('/requests', {
    title: '提出个人信息请求',
    allow: 'ask',
    level,
    input: z.object({
      kind: z.enum(rightCodes, '请选择请求的种类'),
      /** Not for a copy of everything, which goes to each department that holds something. */
      register: register.optional(),
      row: id.optional(),
      changes: z.record(z.string().max(60), z.string().trim().max(500)).optional(),
      reason: z.string().trim().max(500).optional(),
    }),
    output: z.object({ requests: z.array(z.object({ id: z.string(), number: z.string() })) }),
    rate: 10,
  }),
  myRequests: get('/requests', {
    title: '我的个人信息请求',
    allow: 'ask',
    level,
    input: z.object({ page: z.coerce.number().int().min(1).max(500).default(1) }),
    output: z.object({ rows: z.array(OwnRequest), more: z.boolean() }),
  }),
  myRequest: get('/requests/:id', {
    title: '我的一件个人信息请求',
    allow: 'ask',
    level,
    input: one,
    output: OwnRequest.extend({
      reason: z.string().nullable(),
      answer: z.string().nullable(),
      ground: z.string().nullable(),
      keptUntil: z.string().nullable(),
      registers: z.array(z.string()),
      /** When the copy was taken; null while it may be. */
      takenAt: z.string().nullable(),
      canTake: z.boolean(),
    }),
  }),
  withdrawRequest: post('/requests/:id/withdraw', {
    title: '撤回我的个人信息请求',
    allow: 'ask',
    level,
    input: one.extend({ reason: z.string().trim().min(2, '请写明原因').max(200) }),
    output: z.object({ done: z.literal(true) }),
  }),
  take: post('/requests/:id/copy', {
    title: '下载我的个人信息副本（一次）',
    allow: 'ask',
    level,
    input: one,
    output: 'binary',
    rate: 5,
  }),
  receipt: get('/requests/:id/receipt', {
    title: '副本交付回执',
    allow: 'ask',
    level,
    input: one,
    output: Receipt,
  }),
};

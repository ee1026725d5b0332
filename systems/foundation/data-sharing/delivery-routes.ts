/** Routes of changes that are told to departments' own addresses. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';

const id = z.uuid();

export const Delivery = z.object({
  id: z.string(),
  url: z.string(),
  status: z.string(),
  lastAt: z.string().nullable(),
  lastRows: z.number().nullable(),
  nextAt: z.string().nullable(),
  problem: z.string().nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

export const deliveryRoutes = {
  deliveries: get('/agreements/:id/deliveries', {
    title: '合同的事件推送',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({ deliveries: z.array(Delivery), mayApprove: z.boolean() }),
  }),
  addDelivery: post('/agreements/:id/deliveries', {
    title: '登记接收地址',
    allow: 'apply',
    input: z.object({ id, url: z.string().max(300) }),
    output: z.object({ id: z.string() }),
    rate: 10,
  }),
  approveDelivery: post('/deliveries/:id/approval', {
    title: '核准接收地址',
    allow: 'authorise',
    input: z.object({ id }),
    output: z.object({ done: z.literal(true) }),
  }),
  actOnDelivery: post('/deliveries/:id/acts', {
    title: '暂停、恢复或终止事件推送',
    allow: 'apply',
    input: z.object({ id, act: z.enum(['pause', 'resume', 'end']) }),
    output: z.object({ done: z.literal(true) }),
    rate: 30,
  }),
};

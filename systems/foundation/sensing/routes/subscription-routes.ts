/** Subscriptions of NGSI-LD (ETSI GS CIM 009, clauses 6.10 and 6.11). */
import { z } from 'zod';
import { del, get, patch, post } from '../../../../kernel/contract.ts';
import { ngsiLd as dialect } from '../ngsi-ld/problem.ts';
import { body, Headers as headers, id, page } from './exchange.ts';

const base = '/ngsi-ld/v1/subscriptions';
const nothing = z.object({});
const own = { allow: 'subscribe', output: 'binary', dialect } as const;

export const subscriptionRoutes = {
  subscribe: post(base, {
    title: 'NGSI-LD 新建订阅',
    ...own,
    input: z.object({ query: nothing, headers, body }),
  }),
  subscriptions: get(base, {
    title: 'NGSI-LD 我的订阅',
    ...own,
    input: z.object({ query: z.object(page), headers }),
  }),
  subscription: get(`${base}/:id`, {
    title: 'NGSI-LD 订阅及其发送情况',
    ...own,
    input: z.object({ id, query: nothing, headers }),
  }),
  changeSubscription: patch(`${base}/:id`, {
    title: 'NGSI-LD 修改订阅',
    ...own,
    input: z.object({ id, query: nothing, headers, body }),
  }),
  unsubscribe: del(`${base}/:id`, {
    title: 'NGSI-LD 删除订阅',
    ...own,
    input: z.object({ id, query: nothing, headers, body }),
  }),
};

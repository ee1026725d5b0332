/** Routes of the links to platforms above: how each stands, its password, and trying it now. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';
import { uplinkPassword } from '../registers/secret-shapes.ts';

const id = z.uuid();
const number = z.number().int().min(1).max(0xffff_ffff);
const moment = z.string().nullable();

export const UplinkSecret = z.object({
  /** As the platform above gave it. */
  password: z.string().regex(uplinkPassword.pattern, uplinkPassword.message),
  /** M1, IA1 and IC1 of the cipher; only of a link that encrypts. */
  keys: z.object({ m1: number, ia1: number, ic1: number }).optional(),
});
export type UplinkSecret = z.infer<typeof UplinkSecret>;

export const UplinkView = z.object({
  id: z.string(),
  name: z.string(),
  host: z.string(),
  port: z.number(),
  edition: z.string(),
  encrypted: z.boolean(),
  subordinate: z.boolean(),
  area: z.string(),
  group: z.string().nullable(),
  enabled: z.boolean(),
  hasSecret: z.boolean(),
  mayKeep: z.boolean(),
  status: z.enum(['waiting', 'up', 'down']),
  since: moment,
  /** In a row. */
  failures: z.number(),
  nextAt: moment,
  /** A word of `uplinkReasons`. */
  reason: moment,
  /** What the platform above said to the login, in its own words. */
  answer: z.string().nullable(),
  failedAt: moment,
  refused: z.number(),
  sent: z.number(),
  replayed: z.number(),
  alarms: z.number(),
  leftOut: z.number(),
  dropped: z.number(),
  sentAt: moment,
  subSince: moment,
  waiting: z.number(),
  /** There are more than `waiting`. */
  more: z.boolean(),
  oldestAt: moment,
  vehicles: z.number(),
});
export type UplinkView = z.infer<typeof UplinkView>;

export const uplinkRoutes = {
  uplinks: get('/uplinks', {
    title: '809 上级链路现状',
    allow: 'read-devices',
    input: z.object({}),
    output: z.object({ mayDeclare: z.boolean(), uplinks: z.array(UplinkView) }),
  }),
  setUplinkSecret: post('/uplinks/:id/secret', {
    title: '设定 809 上级链路的密码和加密参数',
    allow: 'keep-uplinks',
    input: z.object({ id, ...UplinkSecret.shape }),
    output: z.object({}),
  }),
  retryUplink: post('/uplinks/:id/retry', {
    title: '立即重连 809 上级链路',
    allow: 'keep-uplinks',
    input: z.object({ id }),
    output: z.object({}),
  }),
};

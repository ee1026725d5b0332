/** Routes of tables that are pushed to. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';
import { PushConnection, PushTable } from '../../../engines/lake/contract.ts';

const id = z.uuid();

export const Pushed = z.object({
  id: z.string(),
  kind: z.string(),
  place: z.string(),
  table: z.string(),
  status: z.string(),
  lastAt: z.string().nullable(),
  lastRows: z.number().nullable(),
  nextAt: z.string().nullable(),
  problem: z.string().nullable(),
});
export type Pushed = z.infer<typeof Pushed>;

export const pushRoutes = {
  pushes: get('/agreements/:id/pushes', {
    title: '合同的库表推送',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({ pushes: z.array(Pushed) }),
  }),
  addPush: post('/agreements/:id/pushes', {
    title: '登记库表推送',
    allow: 'apply',
    input: PushConnection.extend({ ...PushTable.shape, id, secret: z.string().min(1).max(500) }),
    output: z.object({ id: z.string() }),
    rate: 10,
  }),
  actOnPush: post('/pushes/:id/acts', {
    title: '立即推送、暂停或清空',
    allow: 'apply',
    input: z.object({ id, act: z.enum(['push', 'pause', 'clear']) }),
    output: z.object({ done: z.literal(true) }),
    rate: 30,
  }),
};

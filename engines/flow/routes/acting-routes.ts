/** 代理: one person acts for another, for a time. */
import { z } from 'zod';
import { del, get, post } from '../../../kernel/contract.ts';
import { done, id, type } from './shapes.ts';

export const Acting = z.object({
  id: z.string(),
  owner: z.string(),
  ownerName: z.string(),
  deputy: z.string(),
  deputyName: z.string(),
  types: z.array(z.string()),
  from: z.string(),
  until: z.string(),
  reason: z.string(),
  endedAt: z.string().nullable(),
  /** Who arranged it where the owner did not himself. */
  givenBy: z.string().nullable(),
  /** One of the two accounts is out of use: nobody acts. */
  idle: z.boolean(),
});
export type Acting = z.infer<typeof Acting>;

export const actingRoutes = {
  acting: get('/acting', {
    title: '代理',
    signedInBecause: '只列出本人委托、受托和安排的代理',
    input: z.object({}),
    output: z.array(Acting),
  }),
  addActing: post('/acting', {
    title: '委托代理',
    signedInBecause: '委托他人代理本人的待办；为他人安排要有“为他人安排代理”的权限，并管得到其单位',
    input: z.object({
      /** Whose work it is; absent: his who asks. */
      owner: z.uuid().optional(),
      deputy: z.uuid(),
      types: z.array(type).max(50).default([]),
      from: z.iso.datetime({ offset: true }),
      until: z.iso.datetime({ offset: true }),
      reason: z.string().trim().max(200).default(''),
    }),
    output: Acting,
  }),
  endActing: del('/acting/:id', {
    title: '终止代理',
    signedInBecause: '只能终止本人委托的和本人安排的代理',
    input: z.object({ id }),
    output: done,
  }),
};

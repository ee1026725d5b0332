/** Routes of the catalogue: writing an item whole, putting it on and off, and the guide that an applicant reads. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { ItemBody, Material } from '../registers/item-body.ts';

export const id = z.uuid('不是有效的编号');
export const day = z.iso.date('日期应写成 2026-07-01 的样子');

export const itemRoutes = {
  saveItem: post('/items', {
    title: '维护内跑事项',
    allow: 'keep-items',
    input: z.object({
      /** Of the item that is changed, with the version that was seen. */
      id: id.optional(),
      version: z.number().int().min(1).optional(),
      code: z.string().regex(/^NP-[A-Z]{2}-\d{3}$/, '事项编码应写成 NP-CZ-001 的样子'),
      status: z.enum(['online', 'offline']).default('online'),
      body: ItemBody,
    }),
    output: z.object({ id: z.string(), version: z.number() }),
  }),
  guide: get('/items/:id/guide', {
    title: '办事指南',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({
      id: z.string(),
      version: z.number(),
      code: z.string(),
      status: z.string(),
      title: z.string(),
      kind: z.string(),
      unit: z.string(),
      unitName: z.string(),
      basis: z.string(),
      legalDays: z.number(),
      promisedDays: z.number(),
      runsBefore: z.number(),
      seal: z.enum(['none', 'official', 'business']),
      materials: z.array(Material),
      path: z.array(z.object({ unit: z.string(), name: z.string(), title: z.string(), days: z.number() })),
      mayApply: z.boolean(),
      mayKeep: z.boolean(),
    }),
  }),
};

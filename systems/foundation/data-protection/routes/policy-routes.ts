/** Routes of 脱敏水印策略: trying one, putting a new edition in force, ending one. */
import { z } from 'zod';
import { post } from '../../../../kernel/contract.ts';
import { ways } from '../../../../kernel/access.ts';

export const Policy = z.strictObject({
  name: z.string().trim().min(2).max(60),
  basis: z.string().trim().min(2).max(500),
  classes: z.array(z.string().max(40)).max(20).default([]),
  grade: z.string().max(40),
  ways: z.array(z.enum(ways)).min(1),
  viewers: z
    .array(z.enum(['official', 'service', 'citizen', 'anonymous']))
    .min(1)
    .default(['official', 'service', 'anonymous']),
  visibleFrom: z.enum(['internal', 'personal', 'sensitive', 'nobody']),
  mask: z.enum(['keep', 'date', 'area', 'number', 'hash', 'hide', 'none']),
  first: z.number().int().min(0).max(6).nullable().default(null),
  last: z.number().int().min(0).max(4).nullable().default(null),
  dateTo: z.enum(['year', 'month']).nullable().default(null),
  digits: z.number().int().min(2).max(9).nullable().default(null),
  step: z.number().int().min(2).max(1_000_000_000).nullable().default(null),
  watermark: z.boolean().default(false),
  begins: z.iso.date(),
  ends: z.iso.date().nullable().default(null),
});
export type Policy = z.infer<typeof Policy>;

export const PolicyPreview = z.object({
  /** Synthetic values and what becomes of them. */
  values: z.array(z.object({ title: z.string(), value: z.string(), shown: z.string() })),
  registers: z.number(),
  datasets: z.number(),
  fields: z.number(),
  /** Of these, fields that somebody sees now and would see masked. */
  tightened: z.number(),
});
export type PolicyPreview = z.infer<typeof PolicyPreview>;

export const policyRoutes = {
  previewPolicy: post('/policies/preview', {
    title: '试算脱敏水印策略',
    allow: 'keep-policies',
    input: Policy,
    output: PolicyPreview,
    rate: 60,
  }),
  savePolicy: post('/policies', {
    title: '保存脱敏水印策略',
    allow: 'keep-policies',
    input: z.strictObject({
      id: z.uuid().optional(),
      version: z.number().int().min(1).optional(),
      policy: Policy,
    }),
    output: z.object({ id: z.string(), version: z.number(), edition: z.number() }),
  }),
  endPolicy: post('/policies/:id/end', {
    title: '终止脱敏水印策略',
    allow: 'keep-policies',
    input: z.strictObject({
      id: z.uuid(),
      version: z.number().int().min(1),
      /** The last day on which it holds. */
      ends: z.iso.date(),
    }),
    output: z.object({ version: z.number() }),
  }),
};

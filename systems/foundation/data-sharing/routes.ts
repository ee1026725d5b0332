/** Routes of sharing: keys of applications, the gateway, contracts in use, receipts. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';
import { SignedCall } from '../../../engines/lake/contract.ts';

const id = z.uuid();
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const Call = z.object({
  id: z.string(),
  at: z.string(),
  application: z.string(),
  outcome: z.string(),
  rows: z.number(),
});
export type Call = z.infer<typeof Call>;

export const routes = {
  key: post('/applications/:id/key', {
    title: '签发应用密钥',
    allow: 'apply',
    input: z.object({ id, atOnce: z.boolean().default(false) }),
    output: z.object({ app: z.string(), key: z.string(), overlapHours: z.number() }),
    rate: 10,
  }),
  call: post('/call', {
    title: '调用共享数据',
    publicBecause: '应用不是登录的人，逐次以 HMAC-SM3 签名自证，按合同放行',
    input: SignedCall,
    output: z.object({
      rows: z.array(z.record(z.string(), cell)),
      receipt: z.string(),
      next: z.string().nullable(),
    }),
    rate: 600_000,
  }),
  callLater: post('/call/later', {
    title: '排队调用：先收下，轮到时办一次；数据在外平台而链路断时，恢复后办',
    publicBecause: '应用不是登录的人，逐次以 HMAC-SM3 签名自证，按合同放行',
    input: SignedCall,
    output: z.object({ id: z.string(), expiresAt: z.string() }),
    rate: 600_000,
  }),
  fetchLater: post('/call/later/result', {
    title: '取排队调用的结果',
    publicBecause: '应用不是登录的人，逐次以 HMAC-SM3 签名自证，只取本应用本合同的',
    input: SignedCall,
    output: z.object({
      state: z.enum(['waiting', 'answered', 'refused', 'expired']),
      expiresAt: z.string(),
      code: z.string().nullable(),
      reason: z.string().nullable(),
      rows: z.array(z.record(z.string(), cell)).nullable(),
      next: z.string().nullable(),
      receipt: z.string().nullable(),
    }),
    rate: 600_000,
  }),
  laterCalls: get('/agreements/:id/later', {
    title: '合同的排队调用',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({
      calls: z.array(
        z.object({
          id: z.string(),
          at: z.string(),
          expiresAt: z.string(),
          state: z.string(),
          reason: z.string().nullable(),
          endedAt: z.string().nullable(),
        }),
      ),
    }),
  }),
  agreement: get('/agreements/:id', {
    title: '合同的约定和使用情况',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({
      fields: z.array(z.object({ name: z.string(), title: z.string(), masked: z.boolean() })),
      rows: z.array(z.object({ field: z.string(), values: z.array(z.string()) })),
      days: z.array(z.object({ day: z.string(), calls: z.number(), rows: z.number() })),
      mayClose: z.boolean(),
      mayUse: z.boolean(),
    }),
  }),
  calls: get('/agreements/:id/calls', {
    title: '合同的调用凭证',
    allow: 'read',
    input: z.object({ id, before: id.optional(), size: z.coerce.number().int().min(1).max(100).default(50) }),
    output: z.object({ calls: z.array(Call), more: z.boolean() }),
  }),
  file: post('/agreements/:id/file', {
    title: '按合同取得数据文件',
    allow: 'apply',
    input: z.object({ id }),
    output: 'binary',
    rate: 10,
  }),
  receipt: get('/receipts/:id', {
    title: '下载调用凭证',
    allow: 'read',
    input: z.object({ id }),
    output: 'binary',
  }),
  end: post('/agreements/:id/end', {
    title: '使用部门终止合同',
    allow: 'apply',
    input: z.object({ id, reason: z.string().min(2).max(300) }),
    output: z.object({ done: z.literal(true) }),
  }),
  close: post('/agreements/:id/status', {
    title: '暂停、恢复或撤销合同',
    allow: 'authorise',
    input: z.object({
      id,
      status: z.enum(['active', 'suspended', 'revoked']),
      reason: z.string().min(2).max(300),
    }),
    output: z.object({ done: z.literal(true) }),
  }),
};

/** Where and how a person wants to be told, set by himself; and the receipts that channels send back. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';
import { messageChannels, messageKinds } from '../../../kernel/message.ts';
import { own } from './notice-routes.ts';

const done = z.object({ done: z.literal(true) });
const kind = z.enum(['phone', 'email']);
const channel = z.enum(messageChannels);

export const ownRoutes = {
  mySettings: get('/settings', {
    title: '我的消息设置',
    signedInBecause: own,
    input: z.object({}),
    output: z.object({
      /** Masked. */
      contacts: z.array(z.object({ kind: z.string(), shown: z.string(), verified: z.boolean() })),
      /** Those that the city has opened. */
      channels: z.array(channel),
      kinds: z.array(
        z.object({
          kind: z.enum(messageKinds),
          wanted: z.boolean(),
          refusable: z.boolean(),
          /** null: as each message's template says. */
          channels: z.array(channel).nullable(),
        }),
      ),
      /** 12 digits. */
      area: z.string().nullable(),
    }),
  }),
  setContact: post('/contacts', {
    title: '登记联系方式并获取验证码',
    signedInBecause: own,
    rate: 10,
    input: z.object({ kind, address: z.string().trim().min(3).max(254) }),
    output: z.object({ shown: z.string() }),
  }),
  confirmContact: post('/contacts/confirm', {
    title: '用验证码确认联系方式',
    signedInBecause: own,
    rate: 30,
    input: z.object({ kind, code: z.string().regex(/^\d{6}$/, '验证码是 6 位数字') }),
    output: done,
  }),
  removeContact: post('/contacts/remove', {
    title: '删除联系方式',
    signedInBecause: own,
    input: z.object({ kind }),
    output: done,
  }),
  setPreference: post('/preferences', {
    title: '设置接收方式',
    signedInBecause: own,
    input: z.object({ kind: z.enum(messageKinds), wanted: z.boolean(), channels: z.array(channel).max(4) }),
    output: done,
  }),
  setPlace: post('/place', {
    title: '设置所在区划',
    signedInBecause: own,
    input: z.object({
      area: z
        .string()
        .regex(/^\d{12}$/, '区划代码是 12 位数字')
        .nullable(),
    }),
    output: done,
  }),
  receipt: post('/receipts', {
    title: '渠道回执',
    publicBecause: '由渠道的密钥签名，验签不过一律拒收',
    rate: 6000,
    input: z.object({
      channel,
      id: z.uuid(),
      state: z.enum(['delivered', 'read', 'failed']),
      reason: z
        .string()
        .regex(/^[\w-]{0,60}$/, '原因应为代码')
        .default(''),
      at: z.iso.datetime({ offset: true }),
      signature: z.string().regex(/^[0-9a-f]{64}$/, '签名应为 64 位十六进制'),
    }),
    output: done,
  }),
};

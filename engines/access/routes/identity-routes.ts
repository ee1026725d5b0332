/** 我的身份: a citizen's level and the steps that raise it, and the window where an official sees him. */
import { z } from 'zod';
import { identityLevelOrder } from '../../../kernel/access.ts';
import { get, post } from '../../../kernel/contract.ts';
import { account, code, done, empty } from './parts.ts';

export const Level = z.enum(identityLevelOrder);
export const idCard = z
  .string()
  .trim()
  .max(40)
  .transform((text) => text.toUpperCase());

export const OwnIdentity = z.object({
  level: Level,
  /** Masked. */
  phone: z.string(),
  name: z.string(),
  idCard: z.string().nullable(),
  phoneAt: z.string().nullable(),
  nameAt: z.string().nullable(),
  windowAt: z.string().nullable(),
  /** Whether the check of the name is joined; the window is open either way. */
  joined: z.boolean(),
  /** Whether a code can be sent to the number. */
  codes: z.boolean(),
  /** The checks are simulators. */
  demo: z.boolean(),
});
export type OwnIdentity = z.infer<typeof OwnIdentity>;

const own = '核验本人的身份';

export const identityRoutes = {
  identity: get('/identity', { title: '我的身份', signedInBecause: own, input: empty, output: OwnIdentity }),
  sendPhoneCode: post('/identity/phone-code', {
    title: '发送手机验证码',
    signedInBecause: own,
    input: empty,
    output: z.object({ phone: z.string(), shown: z.string().nullable() }),
    rate: 10,
  }),
  verifyPhone: post('/identity/phone', {
    title: '验证手机号',
    signedInBecause: own,
    input: z.object({ code }),
    output: done,
    rate: 20,
  }),
  verifyName: post('/identity/name', {
    title: '实名核验',
    signedInBecause: own,
    level: 'L2',
    input: z.object({ idCard }),
    output: done,
    rate: 10,
  }),
  windowCode: post('/identity/window-code', {
    title: '取窗口核验码',
    signedInBecause: own,
    level: 'L2',
    input: empty,
    output: z.object({ code: z.string() }),
    rate: 10,
  }),
  verifyAtWindow: post('/identity/window', {
    title: '窗口核验身份',
    allow: 'verify-identity',
    input: z.object({ account, code, name: z.string().trim().min(2).max(30), idCard }),
    output: done,
    rate: 30,
  }),
};

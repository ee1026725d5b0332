/** Second factors: the second step of a sign-in, one's own factors, and proving again who one is. */
import { z } from 'zod';
import { get, patch, post } from '../../../kernel/contract.ts';
import { done, empty } from './parts.ts';

const own = '只管理本人的验证方式';
const ticket = z.string().min(20).max(100);
const code = z.string().trim().min(6).max(20);
/** What the browser's authenticator says; looked into by the library, not by us. */
const answer = z.looseObject({
  id: z.string().max(2000),
  response: z.looseObject({ clientDataJSON: z.string() }),
});
const options = z.record(z.string(), z.unknown());
const challenge = z.object({ ticket: z.string(), options });
const enrolled = z.object({ recoveryCodes: z.array(z.string()).nullable() });
const signedIn = z.object({ mustChangePassword: z.boolean() });

export const Factors = z.object({
  factors: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['totp', 'passkey']),
      title: z.string(),
      createdAt: z.string(),
      usedAt: z.string().nullable(),
    }),
  ),
  recoveryLeft: z.number(),
  /** His posts ask for a second factor; until when he may work without. */
  required: z.boolean(),
  dueAt: z.string().nullable(),
});
export type Factors = z.infer<typeof Factors>;

export const factorRoutes = {
  signInCode: post('/sign-in/code', {
    title: '登录第二步：验证码或恢复码',
    publicBecause: '登录完成之前没有身份；须持有密码验证后的票据',
    input: z.object({ ticket, code }),
    output: signedIn,
    rate: 30,
  }),
  signInPasskeyOptions: post('/sign-in/passkey/options', {
    title: '登录第二步：通行密钥质询',
    publicBecause: '登录完成之前没有身份；须持有密码验证后的票据',
    input: z.object({ ticket }),
    output: options,
    rate: 30,
  }),
  signInPasskey: post('/sign-in/passkey', {
    title: '登录第二步：通行密钥',
    publicBecause: '登录完成之前没有身份；须持有密码验证后的票据',
    input: z.object({ ticket, answer }),
    output: signedIn,
    rate: 30,
  }),
  factors: get('/factors', { title: '我的验证方式', signedInBecause: own, input: empty, output: Factors }),
  startTotp: post('/factors/totp', {
    title: '开始绑定动态口令',
    signedInBecause: own,
    stepUpBecause: '新的验证方式可以代替本人登录',
    input: empty,
    output: z.object({ id: z.string(), secret: z.string(), address: z.string() }),
    rate: 20,
  }),
  confirmTotp: post('/factors/totp/:id/confirm', {
    title: '完成绑定动态口令',
    signedInBecause: own,
    input: z.object({ id: z.uuid(), code }),
    output: enrolled,
    rate: 20,
  }),
  startPasskey: post('/factors/passkey/options', {
    title: '开始绑定通行密钥',
    signedInBecause: own,
    stepUpBecause: '新的验证方式可以代替本人登录',
    input: empty,
    output: challenge,
    rate: 20,
  }),
  confirmPasskey: post('/factors/passkey', {
    title: '完成绑定通行密钥',
    signedInBecause: own,
    input: z.object({ ticket, title: z.string().trim().min(1).max(30), answer }),
    output: enrolled,
    rate: 20,
  }),
  removeFactor: post('/factors/:id/remove', {
    title: '删除验证方式',
    signedInBecause: own,
    stepUpBecause: '删除后登录的保护减弱',
    input: z.object({ id: z.uuid() }),
    output: done,
  }),
  renewRecovery: post('/factors/recovery', {
    title: '重新生成恢复码',
    signedInBecause: own,
    stepUpBecause: '恢复码可以代替本人登录',
    input: empty,
    output: z.object({ codes: z.array(z.string()) }),
    rate: 10,
  }),
  stepUpKinds: get('/step-up', {
    title: '可用的再次验证方式',
    signedInBecause: own,
    input: empty,
    output: z.object({ kinds: z.array(z.enum(['password', 'totp', 'passkey'])) }),
  }),
  stepUp: post('/step-up', {
    title: '再次验证身份',
    signedInBecause: own,
    input: z.object({ secret: z.string().min(1).max(200) }),
    output: done,
    rate: 20,
  }),
  stepUpPasskeyOptions: post('/step-up/passkey/options', {
    title: '再次验证身份：通行密钥质询',
    signedInBecause: own,
    input: empty,
    output: challenge,
    rate: 20,
  }),
  stepUpPasskey: post('/step-up/passkey', {
    title: '再次验证身份：通行密钥',
    signedInBecause: own,
    input: z.object({ ticket, answer }),
    output: done,
    rate: 20,
  }),
  resetFactors: post('/people/:id/factors/reset', {
    title: '解除他人的验证方式',
    allow: 'manage-roles',
    stepUpBecause: '解除后只凭密码即可登录',
    input: z.object({ id: z.uuid() }),
    output: done,
  }),
  setRoleFactor: patch('/roles/:id/second-factor', {
    title: '设定角色是否须双因素',
    allow: 'manage-roles',
    stepUpBecause: '影响该角色所有人员的登录保护',
    input: z.object({ id: z.string().max(120), required: z.boolean() }),
    output: done,
  }),
};

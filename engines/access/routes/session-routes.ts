/** Signing up with a proven number, signing in and out, the session and one's own password. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';
import { account, code, done, empty, password, phone } from './parts.ts';

/** The password was right, and the account has a second factor. */
const SecondStep = z.object({
  ticket: z.string(),
  kinds: z.array(z.enum(['totp', 'passkey', 'recovery'])),
});

export const SessionPage = z.object({
  face: z.string(),
  system: z.string(),
  systemTitle: z.string(),
  key: z.string(),
  title: z.string(),
  path: z.string(),
  menu: z.string().nullable(),
  icon: z.string().nullable(),
  order: z.number(),
});

export const Session = z.object({
  signedIn: z.boolean(),
  subject: z.object({
    id: z.string(),
    name: z.string(),
    kind: z.string(),
    departments: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
  demo: z.boolean(),
  mustChangePassword: z.boolean(),
  /** His posts ask for a second factor and the time for enrolling one is over: nothing else is open to him. */
  mustEnrol: z.boolean(),
  /** Until when he may still work without the second factor that his posts ask for. */
  factorDueAt: z.string().nullable(),
  /** Minutes without a request after which the session ends. */
  idleMinutes: z.number(),
  permissions: z.array(z.string()),
  pages: z.array(SessionPage),
});
export type Session = z.infer<typeof Session>;

export const sessionRoutes = {
  signIn: post('/sign-in', {
    title: '登录',
    publicBecause: '登录之前没有身份',
    input: z.object({ account, password }),
    output: z.object({ mustChangePassword: z.boolean(), second: SecondStep.nullable() }),
    rate: 60,
  }),
  signUpCode: post('/sign-up/code', {
    title: '发送注册验证码',
    publicBecause: '注册之前没有身份',
    input: z.object({ account: phone }),
    // The same for every number: whether somebody has it is not even looked at.
    output: z.object({ sent: z.literal(true), shown: z.string().nullable() }),
    rate: 5,
  }),
  signUp: post('/sign-up', {
    title: '市民注册',
    publicBecause: '注册之前没有身份',
    input: z.object({
      account: phone,
      code,
      name: z.string().trim().min(2).max(30),
      password,
    }),
    output: done,
    rate: 10,
  }),
  signOut: post('/sign-out', {
    title: '退出',
    signedInBecause: '结束自己的会话',
    input: empty,
    output: done,
  }),
  session: get('/session', {
    title: '当前会话',
    publicBecause: '页面据此决定显示登录还是菜单',
    input: empty,
    output: Session,
  }),
  changePassword: post('/password', {
    title: '修改密码',
    signedInBecause: '修改自己的密码',
    input: z.object({ current: password, next: password }),
    output: done,
    rate: 20,
  }),
};

/** Accounts: names and organs for everybody, the administrator's list, and what he may do to an account. */
import { z } from 'zod';
import { get, patch, post } from '../../../kernel/contract.ts';
import { account, done, empty, paging, search } from './parts.ts';

const moment = z.iso.datetime({ offset: true }).nullable();

/** A post as it is given; what the engine alone gives (应急) cannot be asked for. */
export const PostGiven = z.object({
  role: z.string(),
  department: z.string(),
  area: z.string(),
  kind: z.enum(['main', 'concurrent', 'secondment']).default('main'),
  from: moment.default(null),
  to: moment.default(null),
});

export const Post = z.object({
  role: z.string(),
  department: z.string(),
  area: z.string(),
  kind: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});

export const Person = z.object({
  id: z.string(),
  account: z.string(),
  name: z.string(),
  kind: z.string(),
  state: z.string(),
  demo: z.boolean(),
  lockedUntil: z.string().nullable(),
  lastSignInAt: z.string().nullable(),
  posts: z.array(Post.extend({ roleTitle: z.string(), departmentName: z.string(), areaName: z.string() })),
});
export type Person = z.infer<typeof Person>;

export const personRoutes = {
  departments: get('/departments', {
    title: '单位',
    signedInBecause: '单位名录供选择单位时使用，属于公开信息',
    input: empty,
    output: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        shortName: z.string(),
        area: z.string(),
        parent: z.string().nullable(),
        kind: z.string(),
        pinyin: z.string(),
      }),
    ),
  }),
  names: get('/names', {
    title: '人员姓名',
    signedInBecause: '工作人员据此看到经办人是谁；市民只得到空结果',
    input: z.object({ ids: z.string().max(4000) }),
    output: z.object({ names: z.record(z.string(), z.string()) }),
  }),
  colleagues: get('/colleagues', {
    title: '查找工作人员',
    signedInBecause: '工作人员选择办理人时使用；市民只得到空结果',
    input: z.object({ search }),
    output: z.array(z.object({ id: z.string(), name: z.string(), department: z.string() })),
  }),
  people: get('/people', {
    title: '人员账号',
    allow: 'manage-people',
    input: z.object({
      ...paging,
      search,
      kind: z.enum(['official', 'citizen', 'service', 'all']).default('official'),
    }),
    output: z.object({ rows: z.array(Person), total: z.number() }),
  }),
  createPerson: post('/people', {
    title: '新建账号',
    allow: 'manage-people',
    input: z.object({ account, name: z.string().trim().min(2).max(30) }),
    output: z.object({ id: z.string(), password: z.string() }),
  }),
  changePersonState: patch('/people/:id/state', {
    title: '启用或停用账号',
    allow: 'manage-people',
    input: z.object({ id: z.uuid(), state: z.enum(['active', 'disabled']) }),
    output: done,
  }),
  resetPassword: post('/people/:id/password', {
    title: '重置密码',
    allow: 'manage-people',
    stepUpBecause: '新密码可以代替本人登录',
    input: z.object({ id: z.uuid() }),
    output: z.object({ password: z.string() }),
  }),
  endSessions: post('/people/:id/sessions/end', {
    title: '强制下线',
    allow: 'manage-people',
    input: z.object({ id: z.uuid() }),
    output: z.object({ ended: z.number() }),
  }),
};

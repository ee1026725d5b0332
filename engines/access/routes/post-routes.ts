/** What somebody holds and lends: his posts, delegations and sessions; reviews of posts; acts that take two persons; and why somebody may see a row. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';
import { done, empty, paging, search } from './parts.ts';

const own = '只涉及本人';
const reason = z.string().trim().min(2).max(300);
const moment = z.iso.datetime();
const role = z.string().max(120);

export const SessionLine = z.object({
  id: z.string(),
  subject: z.string(),
  name: z.string(),
  address: z.string(),
  factor: z.string(),
  createdAt: z.string(),
  seenAt: z.string(),
  /** The one that asks. */
  current: z.boolean(),
});
export type SessionLine = z.infer<typeof SessionLine>;

export const HeldPost = z.object({
  id: z.string(),
  role: z.string(),
  roleTitle: z.string(),
  departmentName: z.string(),
  areaName: z.string(),
  kind: z.string(),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  /** In its period now. */
  held: z.boolean(),
  lenderName: z.string().nullable(),
});
export type HeldPost = z.infer<typeof HeldPost>;

export const Delegation = z.object({
  id: z.string(),
  lenderName: z.string(),
  borrowerName: z.string(),
  mine: z.boolean(),
  roles: z.array(z.string()),
  from: z.string(),
  to: z.string(),
  reason: z.string(),
  endedAt: z.string().nullable(),
});

export const ReviewItem = z.object({
  id: z.string(),
  subjectName: z.string(),
  roleTitle: z.string(),
  departmentName: z.string(),
  areaName: z.string(),
});

export const RequestLine = z.object({
  id: z.string(),
  kind: z.enum(['break-glass', 'reset-administrator']),
  subjectName: z.string(),
  /** What is asked for, in words. */
  about: z.string(),
  reason: z.string(),
  state: z.enum(['waiting', 'approved', 'refused', 'used']),
  requestedByName: z.string(),
  requestedAt: z.string(),
  decidedByName: z.string().nullable(),
  endsAt: z.string().nullable(),
  /** The caller asked for it, or it is about him: somebody else decides. */
  mine: z.boolean(),
});
export type RequestLine = z.infer<typeof RequestLine>;

export const Mine = z.object({
  posts: z.array(HeldPost),
  delegations: z.array(Delegation),
  sessions: z.array(SessionLine),
  reviews: z.array(ReviewItem),
  requests: z.array(RequestLine),
});
export type Mine = z.infer<typeof Mine>;

export const Explanation = z.object({
  permit: z.boolean(),
  clearance: z.string().nullable(),
  masked: z.array(z.string()),
  posts: z.array(HeldPost.extend({ gives: z.boolean(), reaches: z.boolean() })),
});
export type Explanation = z.infer<typeof Explanation>;

export const postRoutes = {
  mine: get('/mine', {
    title: '我的岗位、代理和会话',
    signedInBecause: own,
    input: empty,
    output: Mine,
  }),
  lend: post('/delegations', {
    title: '委托代理',
    signedInBecause: '只能委托本人的岗位',
    stepUpBecause: '受托人将以您的岗位办事',
    input: z.object({
      borrower: z.uuid(),
      /** Empty: all business posts. */
      roles: z.array(role).max(20).default([]),
      from: moment,
      to: moment,
      reason,
    }),
    output: z.object({ id: z.string() }),
  }),
  endDelegation: post('/delegations/:id/end', {
    title: '结束代理',
    signedInBecause: '委托人、受托人或安全管理员',
    input: z.object({ id: z.uuid() }),
    output: done,
  }),
  endSession: post('/sessions/:id/end', {
    title: '结束会话',
    signedInBecause: '结束本人的会话；安全管理员可结束他人的',
    input: z.object({ id: z.string().max(60) }),
    output: done,
  }),
  sessions: get('/sessions', {
    title: '在线会话',
    allow: 'manage-roles',
    input: z.object({ ...paging, search }),
    output: z.object({ rows: z.array(SessionLine), total: z.number() }),
  }),
  reviews: get('/reviews', {
    title: '权限复核',
    allow: 'manage-roles',
    input: empty,
    output: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        startedAt: z.string(),
        dueAt: z.string(),
        closedAt: z.string().nullable(),
        posts: z.number(),
        open: z.number(),
        confirmed: z.number(),
        withdrawn: z.number(),
        lapsed: z.number(),
      }),
    ),
  }),
  startReview: post('/reviews', {
    title: '发起权限复核',
    allow: 'manage-roles',
    stepUpBecause: '到期未答复的岗位将被收回',
    input: z.object({
      title: z.string().trim().min(2).max(60),
      department: z.string().max(80).nullable(),
      reviewer: z.uuid(),
      due: moment,
    }),
    output: z.object({ id: z.string() }),
  }),
  decideReview: post('/reviews/items/:id', {
    title: '确认或收回岗位',
    signedInBecause: '只办理指定给本人复核的岗位，不能复核自己',
    input: z.object({ id: z.uuid(), keep: z.boolean() }),
    output: done,
  }),
  requests: get('/requests', {
    title: '双人审批',
    allow: 'approve-requests',
    input: empty,
    output: z.array(RequestLine),
  }),
  breakGlass: post('/requests/break-glass', {
    title: '申请应急授权',
    signedInBecause: '为本人申请，须另一人批准',
    stepUpBecause: '应急授权超出日常岗位',
    input: z.object({
      role,
      department: z.string().max(80),
      area: z.string().max(20),
      minutes: z.number().int().min(5).max(1440),
      reason: z.string().trim().min(5).max(300),
    }),
    output: z.object({ id: z.string() }),
    rate: 10,
  }),
  requestReset: post('/requests/reset-administrator', {
    title: '申请重置管理员密码',
    allow: 'manage-people',
    stepUpBecause: '新密码可以代替管理员登录',
    input: z.object({ id: z.uuid(), reason }),
    output: z.object({ id: z.string() }),
  }),
  decideRequest: post('/requests/:id/decide', {
    title: '批准或不批准',
    allow: 'approve-requests',
    stepUpBecause: '批准即给出权限',
    input: z.object({ id: z.uuid(), approve: z.boolean() }),
    output: done,
  }),
  explain: get('/explain', {
    title: '权限推演',
    allow: 'manage-roles',
    input: z.object({
      subject: z.uuid(),
      permission: z.string().max(120),
      area: z.string().max(20).optional(),
      department: z.string().max(80).optional(),
      own: z.enum(['true', 'false']).default('false'),
    }),
    output: Explanation,
  }),
};

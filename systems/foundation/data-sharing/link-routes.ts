/** Routes of links: the door for other platforms, what their keepers see and do, and what departments ask of other platforms. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';
import { LinkEnvelope, LinkNode, LinkPeer, LinkReply } from '../../../engines/lake/contract.ts';

const id = z.uuid();
const done = z.object({ done: z.literal(true) });
const reason = z.string().trim().min(2).max(300);

export const LinkView = z.object({
  id: z.string(),
  name: z.string(),
  code: z.string(),
  creditCode: z.string(),
  direction: z.enum(['up', 'down']),
  address: z.string(),
  publicKey: z.string(),
  status: z.enum(['active', 'suspended', 'closed']),
  contactAt: z.string().nullable(),
  cutSince: z.string().nullable(),
  silent: z.boolean(),
  tries: z.number(),
  nextAt: z.string().nullable(),
  problem: z.string().nullable(),
  waiting: z.number(),
  lagMinutes: z.number(),
  aside: z.number(),
  sent: z.number(),
  received: z.number(),
  resync: z.object({
    state: z.enum(['none', 'wanted', 'running', 'cancelled']),
    reason: z.string().nullable(),
    done: z.number(),
    total: z.number(),
    found: z.number(),
    endedAt: z.string().nullable(),
  }),
  otherAt: z.string().nullable(),
});
export type LinkView = z.infer<typeof LinkView>;

export const FarEntry = z.object({
  id: z.string(),
  link: z.string(),
  platform: z.string(),
  owner: z.string(),
  name: z.string(),
  code: z.string(),
  provider: z.string(),
  shareType: z.string(),
  status: z.string(),
  edition: z.number(),
  abstract: z.string(),
  items: z.array(z.object({ name: z.string(), title: z.string(), type: z.string() })),
  /** Published, mounted there, shared, and its platform stands at the other end of the link itself. */
  mayAsk: z.boolean(),
});
export type FarEntry = z.infer<typeof FarEntry>;

export const linkActs = [
  'try',
  'suspend',
  'resume',
  'close',
  'resync',
  'cancel',
  'accept-other',
  'refuse-other',
] as const;

export const linkRoutes = {
  messages: post('/links/messages', {
    title: '接收其他平台的报文',
    publicBecause: '平台不是登录的人，逐次以登记的SM2公钥验签，并核对时间、随机串和机器',
    input: LinkEnvelope,
    output: LinkReply,
    rate: 60_000,
  }),
  links: get('/links', {
    title: '级联链路的状态',
    allow: 'link',
    input: z.object({}),
    output: z.object({
      node: LinkNode.nullable(),
      publicKey: z.string(),
      links: z.array(LinkView),
      mayKeep: z.boolean(),
    }),
  }),
  setNode: post('/links/node', {
    title: '登记本平台的身份',
    allow: 'link',
    input: LinkNode,
    output: done,
    rate: 20,
  }),
  addLink: post('/links', {
    title: '建立级联链路',
    allow: 'link',
    input: LinkPeer,
    output: z.object({ id: z.string() }),
    rate: 20,
  }),
  changeLink: post('/links/:id', {
    title: '变更链路对方的地址或公钥',
    allow: 'link',
    input: z.object({ id, address: LinkPeer.shape.address, publicKey: LinkPeer.shape.publicKey }),
    output: done,
    rate: 20,
  }),
  actOnLink: post('/links/:id/acts', {
    title: '重连、暂停、关闭、同步链路',
    allow: 'link',
    input: z.object({ id, act: z.enum(linkActs), reason: reason.optional() }),
    output: done,
    rate: 60,
  }),
  compareLink: get('/links/:id/compare', {
    title: '比对两边的目录',
    allow: 'link',
    input: z.object({ id }),
    output: z.object({
      same: z.number(),
      different: z.array(
        z.object({
          kind: z.string(),
          id: z.string(),
          group: z.string(),
          title: z.string(),
          sameness: z.enum(['differ', 'only-here', 'only-there']),
        }),
      ),
    }),
    rate: 20,
  }),
  asides: get('/links/:id/asides', {
    title: '搁置的报文',
    allow: 'link',
    input: z.object({ id }),
    output: z.object({
      messages: z.array(
        z.object({
          id: z.string(),
          way: z.enum(['in', 'out']),
          kind: z.string(),
          title: z.string(),
          code: z.string(),
          reason: z.string(),
          at: z.string(),
        }),
      ),
    }),
  }),
  actOnAside: post('/links/:link/asides/:id', {
    title: '重试或放弃搁置的报文',
    allow: 'link',
    input: z.object({ link: id, id, act: z.enum(['retry', 'discard']), reason: reason.optional() }),
    output: done,
    rate: 60,
  }),
  farEntries: get('/far-entries', {
    title: '其他平台的目录',
    allow: 'read',
    input: z.object({
      search: z.string().max(60).optional(),
      link: id.optional(),
      page: z.coerce.number().int().min(1).max(10_000).default(1),
    }),
    output: z.object({ entries: z.array(FarEntry), total: z.number() }),
  }),
  askFar: post('/far-entries/:id/requests', {
    title: '经链路申请共享',
    allow: 'apply',
    input: z.object({
      id,
      application: id,
      title: z.string().trim().min(2).max(100),
      basis: z.string().trim().min(2).max(1000),
      purpose: z.string().trim().min(2).max(1000),
      fieldNames: z.string().max(2000).default(''),
      rowConditions: z.string().max(1000).default(''),
      callsPerDay: z.number().int().min(1).max(1_000_000_000),
      until: z.iso.date(),
      delivery: z.enum(['call', 'rows']),
    }),
    output: z.object({ id: z.string() }),
    rate: 20,
  }),
  replyFar: post('/far-requests/:id/reply', {
    title: '对拒绝的跨级申请申诉或接受',
    allow: 'apply',
    input: z.object({
      id,
      act: z.enum(['appeal', 'accept']),
      opinion: z.string().trim().max(1000).default(''),
    }),
    output: done,
    rate: 20,
  }),
  renewFar: post('/agreements/:id/far-renewals', {
    title: '经链路申请合同续期',
    allow: 'apply',
    input: z.object({
      id,
      until: z.iso.date(),
      /** null: as before. */
      callsPerDay: z.number().int().min(1).max(1_000_000_000).nullable().default(null),
      reason: z.string().trim().min(2).max(1000),
    }),
    output: z.object({ id: z.string() }),
    rate: 20,
  }),
  withdrawFar: post('/far-requests/:id/withdrawal', {
    title: '撤回经链路申请的合同续期',
    allow: 'apply',
    input: z.object({ id }),
    output: z.object({ done: z.literal(true) }),
    rate: 20,
  }),
  linkedCalls: get('/agreements/:id/linked-calls', {
    title: '合同经链路的调用和双方凭证',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({
      calls: z.array(
        z.object({
          id: z.string(),
          at: z.string(),
          outcome: z.string(),
          way: z.enum(['in', 'out']),
          /** agree: both signed words say the same; waiting: theirs has not come. */
          words: z.enum(['agree', 'differ', 'waiting']),
        }),
      ),
    }),
  }),
  linkedWords: get('/agreements/:id/linked-calls/:call', {
    title: '下载一次调用的双方凭证',
    allow: 'read',
    input: z.object({ id, call: id }),
    output: 'binary',
  }),
};

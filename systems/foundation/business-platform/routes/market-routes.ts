/** The market: what is on offer, one interface with its versions, and what its owner does with them. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { interfaceCode } from './call-routes.ts';

const id = z.uuid();
const done = z.object({ done: z.literal(true) });
const status = z.enum(['draft', 'published', 'deprecated', 'withdrawn']);
const reason = z.string().trim().min(2, '请写明原因').max(300);

export const Offer = z.object({
  code: z.string(),
  title: z.string(),
  summary: z.string(),
  owner: z.string(),
  ownerName: z.string(),
  systemTitle: z.string(),
  level: z.enum(['open', 'application']),
  versions: z.array(z.object({ version: z.string(), status })),
  /** Applications that may call it now. */
  applications: z.number(),
});
export type Offer = z.infer<typeof Offer>;

export const Version = z.object({
  id: z.string(),
  version: z.string(),
  status,
  title: z.string(),
  changes: z.string().nullable(),
  input: z.unknown(),
  output: z.unknown(),
  example: z.unknown(),
  answer: z.unknown(),
  rate: z.number().nullable(),
  publishedAt: z.string().nullable(),
  deprecatedAt: z.string().nullable(),
  sunsetOn: z.string().nullable(),
  reason: z.string().nullable(),
  drift: z.string().nullable(),
  /** Against the version before it: what breaks callers, and what does not. */
  breaking: z.array(z.string()),
  compatible: z.array(z.string()),
});
export type Version = z.infer<typeof Version>;

export const marketRoutes = {
  offers: get('/offers', {
    title: '接口市场',
    allow: 'browse',
    input: z.object({}),
    output: z.object({ offers: z.array(Offer) }),
  }),
  offer: get('/offers/:code', {
    title: '一个接口的说明和版本',
    allow: 'browse',
    input: z.object({ code: interfaceCode }),
    output: z.object({
      offer: Offer,
      versions: z.array(Version),
      mayOwn: z.boolean(),
      /** Own applications, and whether each may call it. */
      applications: z.array(z.object({ id: z.string(), name: z.string(), majors: z.array(z.number()) })),
    }),
  }),
  tryOut: post('/offers/:code/try', {
    title: '在页面上试调用（合成数据）',
    allow: 'browse',
    input: z.object({ code: interfaceCode, version: z.string().max(20), input: z.string().max(100_000) }),
    output: z.object({ answer: z.unknown() }),
    rate: 60,
  }),
  publish: post('/interfaces/:id/publish', {
    title: '上架接口版本',
    allow: 'own',
    input: z.object({ id }),
    output: done,
  }),
  deprecate: post('/interfaces/:id/deprecate', {
    title: '弃用接口版本',
    allow: 'own',
    input: z.object({ id, sunsetOn: z.iso.date(), reason }),
    output: done,
  }),
  withdraw: post('/interfaces/:id/withdraw', {
    title: '下架接口版本',
    allow: 'own',
    input: z.object({ id, reason }),
    output: done,
  }),
  closeGrant: post('/grants/:id/status', {
    title: '暂停、恢复或撤销授权',
    allow: 'own',
    input: z.object({ id, status: z.enum(['active', 'suspended', 'revoked']), reason }),
    output: done,
  }),
};

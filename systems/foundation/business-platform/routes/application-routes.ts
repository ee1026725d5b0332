/** A department's applications: keys, sign-on, and what each may call. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const id = z.uuid();
const done = z.object({ done: z.literal(true) });
const kind = z.enum(['real', 'sandbox']);
const clientState = z.enum(['none', 'requested', 'active', 'suspended', 'refused']);

export const Key = z.object({
  id: z.string(),
  kind,
  createdAt: z.string(),
  endsAt: z.string().nullable(),
  inForce: z.boolean(),
});
export type Key = z.infer<typeof Key>;

export const HeldGrant = z.object({
  id: z.string(),
  number: z.string(),
  code: z.string(),
  title: z.string(),
  major: z.number(),
  ownerName: z.string(),
  perMinute: z.number(),
  perDay: z.number(),
  until: z.string(),
  status: z.string(),
});

export const applicationRoutes = {
  application: get('/applications/:id', {
    title: '应用的密钥、登录和授权',
    allow: 'browse',
    input: z.object({ id }),
    output: z.object({
      name: z.string(),
      keys: z.array(Key),
      grants: z.array(HeldGrant),
      client: z.object({ id: z.string().nullable(), state: clientState }),
      shelf: z.enum(['off', 'on']),
      status: z.enum(['active', 'suspended']),
      mayManage: z.boolean(),
      mayGovern: z.boolean(),
    }),
  }),
  issueKey: post('/applications/:id/keys', {
    title: '签发或换发应用密钥',
    allow: 'apply',
    input: z.object({ id, kind }),
    output: z.object({ app: z.string(), key: z.string() }),
    rate: 10,
  }),
  revokeKeys: post('/applications/:id/keys/revocation', {
    title: '吊销应用密钥',
    allow: 'apply',
    input: z.object({ id, kind: kind.optional() }),
    output: z.object({ revoked: z.number() }),
  }),
  requestSignOn: post('/applications/:id/sign-on', {
    title: '为应用申请统一登录',
    allow: 'apply',
    input: z.object({
      id,
      redirectUri: z.string().trim().max(400),
      scopes: z.array(z.string().max(40)).max(20).default(['openid', 'profile']),
    }),
    output: done,
  }),
  setShelf: post('/applications/:id/shelf', {
    title: '应用上架或下架',
    allow: 'govern',
    input: z.object({ id, on: z.boolean() }),
    output: done,
  }),
  setState: post('/applications/:id/state', {
    title: '停用或恢复应用',
    allow: 'govern',
    input: z.object({ id, status: z.enum(['active', 'suspended']) }),
    output: done,
  }),
};

/** Departments' own applications: registration by one administrator, approval by another, secrets, and one's own sign-ins. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';
import { done, empty } from './parts.ts';

const id = z.string().regex(/^[a-z][a-z0-9-]{2,39}$/, '编号用小写字母、数字和短横线，3 至 40 位');

export const Registration = z.strictObject({
  /** Whose sign-in it asks for. */
  face: z.enum(['desk', 'citizen']),
  /** People sign in to it. */
  signsIn: z.boolean(),
  /** It calls the city by itself (client credentials). */
  machine: z.boolean(),
  redirectUris: z.array(z.string().max(400)).max(10),
  /** Told when a sign-in ends. */
  logoutUri: z.string().max(400).nullable(),
  scopes: z.array(z.string().max(40)).max(20),
});
export type Registration = z.infer<typeof Registration>;

export const Application = z.object({
  id: z.string(),
  name: z.string(),
  department: z.string(),
  departmentName: z.string(),
  purpose: z.string(),
  state: z.enum(['requested', 'active', 'suspended', 'refused']),
  registration: Registration.nullable(),
  request: Registration.nullable(),
  hasSecret: z.boolean(),
  requestedBy: z.string(),
  requestedAt: z.string(),
  decidedBy: z.string().nullable(),
  reason: z.string(),
  /** Sign-ins that live now. */
  signedIn: z.number(),
});
export type Application = z.infer<typeof Application>;

const ScopeInfo = z.object({
  scope: z.string(),
  title: z.string(),
  claims: z.array(z.string()),
  of: z.string(),
});

export const applicationRoutes = {
  applications: get('/applications', {
    title: '接入应用',
    allow: 'read-applications',
    input: empty,
    output: z.object({ applications: z.array(Application), scopes: z.array(ScopeInfo) }),
  }),
  requestApplication: post('/applications', {
    title: '登记或变更接入应用',
    allow: 'manage-applications',
    input: z.strictObject({
      id,
      name: z.string().trim().min(2).max(30),
      department: z.string().max(80),
      purpose: z.string().trim().min(5).max(300),
      registration: Registration,
    }),
    output: done,
  }),
  decideApplication: post('/applications/:id/decide', {
    title: '审批接入应用',
    allow: 'approve-applications',
    stepUpBecause: '批准后应用可以取得人员信息',
    input: z.object({ id, approve: z.boolean(), reason: z.string().trim().max(300).default('') }),
    output: done,
  }),
  renewApplicationSecret: post('/applications/:id/secret', {
    title: '生成应用密钥',
    allow: 'manage-applications',
    stepUpBecause: '密钥可以代替应用取得信息',
    input: z.object({ id }),
    output: z.object({ secret: z.string() }),
  }),
  changeApplicationState: post('/applications/:id/state', {
    title: '停用或恢复接入应用',
    allow: 'approve-applications',
    stepUpBecause: '影响该应用所有用户',
    input: z.object({ id, state: z.enum(['active', 'suspended']) }),
    output: done,
  }),
  oidcKeys: get('/oidc-keys', {
    title: '统一登录签名密钥',
    allow: 'manage-applications',
    input: empty,
    output: z.array(z.object({ id: z.string(), state: z.string(), createdAt: z.string() })),
  }),
  rotateOidcKey: post('/oidc-keys', {
    title: '更换统一登录签名密钥',
    allow: 'manage-applications',
    stepUpBecause: '更换影响所有接入应用',
    input: empty,
    output: z.object({ id: z.string() }),
  }),
};

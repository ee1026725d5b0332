/** Posts and roles, the security administrator's work. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';
import { done, empty, paging, search } from './parts.ts';
import { Person, PostGiven } from './person-routes.ts';

export const Role = z.object({
  id: z.string(),
  title: z.string(),
  system: z.string(),
  permissions: z.array(z.string()),
  clearance: z.string(),
  reach: z.string(),
  builtIn: z.boolean(),
  secondFactor: z.boolean(),
});

export const roleRoutes = {
  grantees: get('/grantees', {
    title: '人员授权',
    allow: 'manage-roles',
    input: z.object({ ...paging, search }),
    output: z.object({ rows: z.array(Person), total: z.number() }),
  }),
  setPosts: post('/people/:id/posts', {
    title: '授予岗位',
    allow: 'manage-roles',
    stepUpBecause: '授予岗位即授予权限',
    input: z.object({ id: z.uuid(), posts: z.array(PostGiven).max(20) }),
    output: done,
  }),
  roles: get('/roles', { title: '角色', allow: 'manage-roles', input: empty, output: z.array(Role) }),
  businessRoles: get('/business-roles', {
    title: '业务角色',
    signedInBecause: '申请应急授权时选择；只有名称',
    input: empty,
    output: z.array(z.object({ id: z.string(), title: z.string() })),
  }),
  permissions: get('/permissions', {
    title: '权限清单',
    allow: 'manage-roles',
    input: empty,
    output: z.array(
      z.object({ id: z.string(), title: z.string(), system: z.string(), systemTitle: z.string() }),
    ),
  }),
  saveRole: post('/roles', {
    title: '新建或修改角色',
    allow: 'manage-roles',
    stepUpBecause: '影响该角色所有人员的权限',
    input: z.object({
      id: z.string().regex(/^custom:[a-z0-9-]{2,40}$/),
      title: z.string().trim().min(2).max(30),
      permissions: z.array(z.string()).min(1).max(200),
      clearance: z.enum(['public', 'internal', 'personal', 'sensitive']),
      reach: z.enum(['all', 'area', 'department', 'self']),
    }),
    output: done,
  }),
};

/** Entities of NGSI-LD: reading, writing, many at once (ETSI GS CIM 009, clauses 6.4 to 6.7 and 6.14 to 6.17). */
import { z } from 'zod';
import { del, get, patch, post, put } from '../../../../kernel/contract.ts';
import { ngsiLd as dialect } from '../ngsi-ld/problem.ts';
import { body, Headers as headers, id, list, options, page, place } from './exchange.ts';

const base = '/ngsi-ld/v1';
const shown = { options, format: z.string().max(40).optional() };
const nothing = z.object({});
const one = z.object({ id, query: nothing, headers, body });
const attribute = z.object({ id, attribute: id, query: nothing, headers, body });
const many = z.object({ query: z.object({ options }), headers, body });

/** A device proves itself, a person or an application has the permission: the handler asks which, and the entity decides. */
const decided = { decidedBy: 'register', output: 'binary', dialect } as const;

export const entityRoutes = {
  context: get(`${base}/jsonldContexts/city`, {
    title: 'NGSI-LD 本市上下文',
    publicBecause: '只有词汇，没有数据；对接程序凭它理解名称',
    input: z.object({ query: nothing, headers }),
    output: 'binary',
    dialect,
  }),
  entities: get(`${base}/entities`, {
    title: 'NGSI-LD 实体查询',
    allow: 'watch',
    input: z.object({
      query: z.object({
        type: list.optional(),
        id: list.optional(),
        idPattern: z.string().max(200).optional(),
        attrs: list.optional(),
        q: z.string().max(1000).optional(),
        ...place,
        ...page,
        ...shown,
      }),
      headers,
    }),
    output: 'binary',
    dialect,
  }),
  entity: get(`${base}/entities/:id`, {
    title: 'NGSI-LD 实体',
    allow: 'watch',
    input: z.object({ id, query: z.object({ attrs: list.optional(), ...shown }), headers }),
    output: 'binary',
    dialect,
  }),
  createEntity: post(`${base}/entities`, {
    title: 'NGSI-LD 新建实体',
    ...decided,
    input: z.object({ query: nothing, headers, body }),
  }),
  replaceEntity: put(`${base}/entities/:id`, { title: 'NGSI-LD 替换实体', ...decided, input: one }),
  mergeEntity: patch(`${base}/entities/:id`, { title: 'NGSI-LD 合并实体', ...decided, input: one }),
  deleteEntity: del(`${base}/entities/:id`, { title: 'NGSI-LD 删除实体', ...decided, input: one }),
  appendAttributes: post(`${base}/entities/:id/attrs`, {
    title: 'NGSI-LD 追加属性',
    ...decided,
    input: z.object({ id, query: z.object({ options }), headers, body }),
  }),
  updateAttributes: patch(`${base}/entities/:id/attrs`, {
    title: 'NGSI-LD 更新属性',
    ...decided,
    input: one,
  }),
  replaceAttribute: put(`${base}/entities/:id/attrs/:attribute`, {
    title: 'NGSI-LD 替换单个属性',
    ...decided,
    input: attribute,
  }),
  updateAttribute: patch(`${base}/entities/:id/attrs/:attribute`, {
    title: 'NGSI-LD 更新单个属性',
    ...decided,
    input: attribute,
  }),
  deleteAttribute: del(`${base}/entities/:id/attrs/:attribute`, {
    title: 'NGSI-LD 删除单个属性',
    ...decided,
    input: attribute,
  }),
  createMany: post(`${base}/entityOperations/create`, { title: 'NGSI-LD 批量新建', ...decided, input: many }),
  upsertMany: post(`${base}/entityOperations/upsert`, {
    title: 'NGSI-LD 批量新建或更新',
    ...decided,
    input: many,
  }),
  updateMany: post(`${base}/entityOperations/update`, { title: 'NGSI-LD 批量更新', ...decided, input: many }),
  mergeMany: post(`${base}/entityOperations/merge`, { title: 'NGSI-LD 批量合并', ...decided, input: many }),
  queryEntities: post(`${base}/entityOperations/query`, {
    title: 'NGSI-LD 实体查询(正文)',
    allow: 'watch',
    input: z.object({ query: z.object({ ...page, ...shown }), headers, body }),
    output: 'binary',
    dialect,
  }),
  deleteMany: post(`${base}/entityOperations/delete`, { title: 'NGSI-LD 批量删除', ...decided, input: many }),
};

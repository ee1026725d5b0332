/** Writing what was: temporal entities of NGSI-LD (ETSI GS CIM 009, clauses 5.6.11 to 5.6.16, 6.18 to 6.22), and asking for it with a body (6.24). */
import { z } from 'zod';
import { del, patch, post } from '../../../../kernel/contract.ts';
import { ngsiLd as dialect } from '../ngsi-ld/problem.ts';
import { body, Headers as headers, id, list, options, page } from './exchange.ts';

const base = '/ngsi-ld/v1/temporal';
const nothing = z.object({});

/** A device proves itself, a person or an application has the permission: the handler asks which, and the entity decides. */
const decided = { decidedBy: 'register', output: 'binary', dialect } as const;
/** What was stored is changed by persons and applications only, never by the device that measured it. */
const corrected = { allow: 'correct', output: 'binary', dialect } as const;

export const temporalRoutes = {
  addTemporal: post(`${base}/entities`, {
    title: 'NGSI-LD 写入时序',
    ...decided,
    input: z.object({ query: nothing, headers, body }),
  }),
  addInstances: post(`${base}/entities/:id/attrs`, {
    title: 'NGSI-LD 追加时序值',
    ...decided,
    input: z.object({ id, query: nothing, headers, body }),
  }),
  correctInstance: patch(`${base}/entities/:id/attrs/:attribute/:instance`, {
    title: 'NGSI-LD 更正一个时序值',
    ...corrected,
    input: z.object({ id, attribute: id, instance: id, query: nothing, headers, body }),
  }),
  withdrawInstance: del(`${base}/entities/:id/attrs/:attribute/:instance`, {
    title: 'NGSI-LD 撤销一个时序值',
    ...corrected,
    input: z.object({ id, attribute: id, instance: id, query: nothing, headers, body }),
  }),
  withdrawAttribute: del(`${base}/entities/:id/attrs/:attribute`, {
    title: 'NGSI-LD 撤销一个属性的时序',
    ...corrected,
    input: z.object({
      id,
      attribute: id,
      query: z.object({ deleteAll: z.enum(['true', 'false']).optional(), datasetId: id.optional() }),
      headers,
      body,
    }),
  }),
  withdrawTemporal: del(`${base}/entities/:id`, {
    title: 'NGSI-LD 撤销实体的时序',
    ...corrected,
    input: z.object({ id, query: nothing, headers, body }),
  }),
  queryTemporal: post(`${base}/entityOperations/query`, {
    title: 'NGSI-LD 时序查询(正文)',
    allow: 'watch',
    output: 'binary',
    dialect,
    input: z.object({
      query: z.object({
        options,
        format: z.string().max(40).optional(),
        aggrMethods: list.optional(),
        aggrPeriodDuration: z.string().max(40).optional(),
        ...page,
      }),
      headers,
      body,
    }),
  }),
};

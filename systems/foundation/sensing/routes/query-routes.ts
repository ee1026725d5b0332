/** What was, and what there is to ask for: temporal entities, types and attributes of NGSI-LD (ETSI GS CIM 009, clauses 6.18, 6.19 and 6.25 to 6.28). */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';
import { ngsiLd as dialect } from '../ngsi-ld/problem.ts';
import { Headers as headers, id, list, options, page, place } from './exchange.ts';

const base = '/ngsi-ld/v1';
const readable = { allow: 'watch', output: 'binary', dialect } as const;
const nothing = z.object({});

const when = {
  timerel: z.enum(['before', 'after', 'between']).optional(),
  timeAt: z.string().max(40).optional(),
  endTimeAt: z.string().max(40).optional(),
  timeproperty: z.string().max(40).default('observedAt'),
  lastN: z.coerce.number().int().min(1).max(1000).optional(),
  attrs: list.optional(),
  options,
  format: z.string().max(40).optional(),
  aggrMethods: list.optional(),
  /** ISO 8601. */
  aggrPeriodDuration: z.string().max(40).optional(),
};
const details = z.object({ details: z.enum(['true', 'false']).default('false') });

export const queryRoutes = {
  temporalEntities: get(`${base}/temporal/entities`, {
    title: 'NGSI-LD 时序查询',
    ...readable,
    input: z.object({
      query: z.object({
        type: list.optional(),
        id: list.optional(),
        q: list.optional(),
        ...when,
        ...place,
        ...page,
      }),
      headers,
    }),
  }),
  temporalEntity: get(`${base}/temporal/entities/:id`, {
    title: 'NGSI-LD 实体的时序',
    ...readable,
    input: z.object({ id, query: z.object(when), headers }),
  }),
  types: get(`${base}/types`, {
    title: 'NGSI-LD 实体类型',
    ...readable,
    input: z.object({ query: details, headers }),
  }),
  type: get(`${base}/types/:type`, {
    title: 'NGSI-LD 一个实体类型',
    ...readable,
    input: z.object({ type: id, query: nothing, headers }),
  }),
  attributes: get(`${base}/attributes`, {
    title: 'NGSI-LD 属性',
    ...readable,
    input: z.object({ query: details, headers }),
  }),
  attribute: get(`${base}/attributes/:attribute`, {
    title: 'NGSI-LD 一个属性',
    ...readable,
    input: z.object({ attribute: id, query: nothing, headers }),
  }),
};

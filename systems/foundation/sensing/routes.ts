/** Routes of 物联感知网络: the simulated fault, and devices as entities of NGSI-LD (ETSI GS CIM 009, reading). */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';

const list = z.string().min(1).max(2000);

export const routes = {
  simulate: post('/simulate', {
    title: '注入模拟故障',
    allow: 'simulate',
    input: z.object({
      /** Row id of a simulated device. */
      device: z.uuid(),
      fault: z.enum(['leak', 'stuck', 'silent', 'spike']),
      minutes: z.number().int().min(1).max(240).default(30),
    }),
    output: z.object({ until: z.string() }),
  }),
  entities: get('/ngsi-ld/v1/entities', {
    title: 'NGSI-LD 实体查询',
    allow: 'watch',
    input: z.object({
      /** Comma-separated, as in the standard. */
      type: list.optional(),
      id: list.optional(),
      attrs: list.optional(),
      q: z.string().max(1000).optional(),
      georel: z.string().max(100).optional(),
      geometry: z.string().max(20).optional(),
      coordinates: z.string().max(20_000).optional(),
      limit: z.coerce.number().int().min(0).max(1000).default(20),
      offset: z.coerce.number().int().min(0).max(100_000).default(0),
      /** Gives the header NGSILD-Results-Count. */
      count: z.enum(['true', 'false']).default('false'),
      options: z.enum(['normalized', 'keyValues', 'concise']).default('normalized'),
    }),
    output: 'binary',
  }),
  entity: get('/ngsi-ld/v1/entities/:id', {
    title: 'NGSI-LD 实体',
    allow: 'watch',
    input: z.object({
      id: z.string().max(200),
      attrs: list.optional(),
      options: z.enum(['normalized', 'keyValues', 'concise']).default('normalized'),
    }),
    output: 'binary',
  }),
};

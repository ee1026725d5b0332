/** Routes around sources: the password, a try, and a look at what is there. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { LakeField, SourceObject } from '../../../../engines/lake/contract.ts';

const id = z.uuid();

export const sourceRoutes = {
  secret: post('/sources/:id/secret', {
    title: '登记数据源口令',
    allow: 'keep-sources',
    input: z.object({ id, secret: z.string().min(1).max(500) }),
    output: z.object({ done: z.literal(true) }),
  }),
  source: get('/sources/:id', {
    title: '数据源的接入情况',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({ hasSecret: z.boolean(), dropFolder: z.string().nullable(), mayKeep: z.boolean() }),
  }),
  try: post('/sources/:id/try', {
    title: '检查数据源连接',
    allow: 'keep-sources',
    input: z.object({ id }),
    output: z.object({ reachable: z.boolean(), problem: z.string().nullable(), tables: z.number() }),
    rate: 30,
  }),
  tables: get('/sources/:id/tables', {
    title: '数据源里的表',
    allow: 'keep-datasets',
    input: z.object({ id }),
    output: z.object({
      tables: z.array(
        z.object({ schema: z.string(), name: z.string(), comment: z.string().nullable(), rows: z.number() }),
      ),
    }),
    rate: 60,
  }),
  look: post('/sources/:id/look', {
    title: '看一看文件或接口的列和前几行',
    allow: 'keep-datasets',
    input: z.object({ id, object: SourceObject }),
    output: z.object({
      fields: z.array(LakeField),
      rows: z.array(z.array(z.string().nullable())),
      masked: z.boolean(),
    }),
    rate: 30,
  }),
  suggest: get('/sources/:id/fields', {
    title: '按来源的列建议字段',
    allow: 'keep-datasets',
    input: z.object({ id, schema: z.string().max(120).optional(), table: z.string().min(1).max(120) }),
    output: z.object({ fields: z.array(LakeField) }),
    rate: 60,
  }),
};

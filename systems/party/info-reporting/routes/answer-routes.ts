/** Routes of one answer: reading with its sources, saving, sending in, returning. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { Cells, CellSource, done, id, reason, ShownBody } from './shapes.ts';

const version = z.number().int().min(1);
const said = z.record(z.string().max(120), z.string().trim().max(300));

const CheckResult = z.object({ title: z.string(), level: z.enum(['error', 'warning']) });

export const answerRoutes = {
  answer: get('/answers/:id', {
    title: '填报单',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({
      id: z.string(),
      version: z.number(),
      issue: z.string(),
      title: z.string(),
      ownerName: z.string(),
      area: z.string(),
      areaName: z.string(),
      status: z.string(),
      at: z.string(),
      mode: z.string(),
      asOf: z.string(),
      dueAt: z.string(),
      late: z.boolean(),
      reason: z.string().nullable(),
      returnedByName: z.string().nullable(),
      filledByName: z.string().nullable(),
      filledAt: z.string().nullable(),
      body: ShownBody,
      values: Cells,
      /** The last accepted answer of this area to this table. */
      last: Cells.nullable(),
      sources: z.record(z.string(), CellSource),
      explained: z.record(z.string(), z.string()),
      doubts: z.record(z.string(), z.string()),
      checks: z.array(CheckResult),
      offers: z.object({ fill: z.boolean(), pass: z.boolean(), returnTo: z.array(z.string()) }),
    }),
    rate: 240,
  }),
  saveAnswer: post('/answers/:id/save', {
    title: '保存填报',
    allow: 'fill',
    input: z.object({ id, version, values: Cells }),
    output: z.object({ version: z.number(), values: Cells, checks: z.array(CheckResult) }),
  }),
  submitAnswer: post('/answers/:id/submit', {
    title: '报送',
    allow: 'fill',
    input: z.object({ id, version, values: Cells, explained: said.default({}) }),
    output: z.object({ version: z.number(), at: z.string() }),
  }),
  doubt: post('/answers/:id/doubts', {
    title: '对预填数据提出疑义',
    allow: 'fill',
    input: z.object({ id, key: z.string().max(40), text: reason }),
    output: done,
    rate: 30,
  }),
  returnAnswer: post('/answers/:id/return', {
    title: '退回填报',
    allow: 'read',
    input: z.object({ id, version, reason, to: z.enum(['county', 'town', 'village']) }),
    output: z.object({ version: z.number() }),
  }),
  passAnswer: post('/answers/:id/pass', {
    title: '审核上报',
    allow: 'read',
    input: z.object({ id, version }),
    output: z.object({ version: z.number(), at: z.string() }),
  }),
};

/** Archives: filing what came in, appraising what is due, and handing over to the archives hall. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const id = z.uuid('不是有效的编号');

const opinion = z.enum(['destroy', 'extend', 'permanent']);

export const archiveRoutes = {
  archiveIncoming: post('/incoming/:id/archive', {
    title: '收文归档',
    allow: 'archive',
    input: z.object({ id, retention: z.string().min(1, '请选择保管期限').max(20) }),
    output: z.object({ number: z.string() }),
  }),
  appraisalLines: get('/archive/appraisals/:id/lines', {
    title: '鉴定清册',
    allow: 'appraise',
    input: z.object({ id }),
    output: z.object({
      /** He is of the group and it is the group's turn. */
      mine: z.boolean(),
      rows: z.array(
        z.object({
          id: z.string(),
          number: z.string(),
          title: z.string(),
          retention: z.string(),
          expiresOn: z.string(),
          decision: z.string().nullable(),
          opinions: z.array(
            z.object({ name: z.string(), own: z.boolean(), opinion, reason: z.string().nullable() }),
          ),
        }),
      ),
    }),
  }),
  prepareTransfer: post('/archive/transfers', {
    title: '移交档案',
    allow: 'archive',
    input: z.object({ year: z.number().int().min(1949).max(9999) }),
    output: z.object({ id: z.string(), count: z.number() }),
  }),
  transferPackage: get('/archive/transfers/:id/package', {
    title: '档案移交包',
    allow: 'read',
    input: z.object({ id }),
    output: 'binary',
    rate: 10,
  }),
  settleTransfer: post('/archive/transfers/:id/settlement', {
    title: '接收或退回移交的档案',
    allow: 'accept-archives',
    input: z
      .object({ id, accept: z.boolean(), reason: z.string().trim().max(500).default('') })
      .refine(({ accept, reason }) => accept || reason.length >= 2, {
        path: ['reason'],
        message: '请写明退回理由',
      }),
    output: z.object({ done: z.literal(true) }),
  }),
  giveOpinions: post('/archive/appraisals/:id/opinions', {
    title: '写鉴定意见',
    allow: 'appraise',
    input: z.object({
      id,
      lines: z.array(id).min(1, '请选择归档文件').max(500),
      opinion,
      reason: z.string().trim().max(200).default(''),
    }),
    output: z.object({ given: z.number() }),
  }),
};

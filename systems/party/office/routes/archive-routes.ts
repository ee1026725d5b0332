/** Archives: filing what came in, and appraising what is due. */
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

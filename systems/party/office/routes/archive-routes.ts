/** Archives: filing what came in. */
import { z } from 'zod';
import { post } from '../../../../kernel/contract.ts';

const id = z.uuid('不是有效的编号');

export const archiveRoutes = {
  archiveIncoming: post('/incoming/:id/archive', {
    title: '收文归档',
    allow: 'archive',
    input: z.object({ id, retention: z.string().min(1, '请选择保管期限').max(20) }),
    output: z.object({ number: z.string() }),
  }),
};

/** What anybody may read of the city's logs and keys, so that he can verify a proof himself. */
import { z } from 'zod';
import { defineContract, get } from '../../kernel/contract.ts';
import { trustErrors } from './errors.ts';
import { Growth, KeyFile } from './proof/proof-file.ts';
import { Count, LogName, TreeHead } from './proof/tree-head.ts';

export { Receipt } from './proof/proof-file.ts';

export const LogHealth = z.enum(['sound', 'truncated', 'forked', 'head-forged']);

const own = '任何人都可据此核对日志没有被改动，内容只有条数、摘要和签名';

export default defineContract({
  id: 'trust',
  title: '可信存证',
  plan: [],
  permissions: {},
  errors: trustErrors,
  routes: {
    keys: get('/keys', {
      title: '公布的公钥',
      publicBecause: own,
      input: z.object({}),
      output: KeyFile,
    }),
    logs: get('/logs', {
      title: '各日志的最新树根',
      publicBecause: own,
      input: z.object({}),
      output: z.array(z.object({ head: TreeHead, health: LogHealth })),
      rate: 60,
    }),
    growth: get('/logs/:log/growth', {
      title: '日志增长证明',
      publicBecause: own,
      input: z.object({
        log: LogName,
        from: z.coerce.number().pipe(Count.min(1)),
        to: z.coerce.number().pipe(Count.min(1)),
      }),
      output: Growth,
      rate: 120,
    }),
  },
  pages: {
    verify: {
      path: '/verify',
      title: '凭证核验',
      access: { publicBecause: '核验在浏览器里进行，任何人都可以用' },
      face: 'open',
      menu: '公开服务',
      icon: 'role',
      order: 100,
    },
  },
});

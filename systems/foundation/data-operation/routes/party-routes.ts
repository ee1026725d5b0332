/** Routes of parties: firms and organs by name, pinyin or credit code, for whoever writes one down. */
import { z } from 'zod';
import { post } from '../../../../kernel/contract.ts';

export const Party = z.object({
  creditCode: z.string(),
  name: z.string(),
  /** organ: of the organ tree; firm: of the base library of legal entities. */
  kind: z.enum(['organ', 'firm']),
});
export type Party = z.infer<typeof Party>;

export const partyRoutes = {
  // In the body, so that no address tells whom somebody looked for.
  parties: post('/parties', {
    title: '按名称、拼音或统一社会信用代码查找单位',
    allow: 'apply',
    input: z.object({ text: z.string().trim().min(2, '请至少输入两个字').max(60) }),
    output: z.object({ parties: z.array(Party) }),
    rate: 240,
  }),
};

/** Routes of 代码表: which code lists data elements name, and where they are used. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';

const used = z.array(z.object({ id: z.string(), title: z.string(), field: z.string() }));

export const CodeTable = z.object({
  list: z.string(),
  title: z.string(),
  /** With its year, or where the values come from. */
  standard: z.string(),
  /** Valid today; 0 where an element names a list that nobody has entered. */
  values: z.number(),
  elements: z.array(z.object({ id: z.string(), code: z.string(), name: z.string() })),
  /** Imported and not decided yet, and those of them that the asker may decide over: not his own. */
  waiting: z.number(),
  mayDecide: z.number(),
  registers: used,
  datasets: used,
});
export type CodeTable = z.infer<typeof CodeTable>;

export const codeTableRoutes = {
  codeTables: get('/code-tables', {
    title: '代码表和用处',
    allow: 'read',
    input: z.object({}),
    output: z.object({ tables: z.array(CodeTable) }),
  }),
  decideCodes: post('/code-tables/decide', {
    title: '审核导入的代码表条目',
    allow: 'review-codes',
    input: z.strictObject({
      list: z.string().min(1).max(100),
      /** As many as were seen: what came in since is not decided unseen. */
      count: z.number().int().min(1),
      verdict: z.enum(['enter', 'return']),
      opinion: z.string().trim().max(300).default(''),
    }),
    output: z.object({ done: z.number() }),
  }),
};

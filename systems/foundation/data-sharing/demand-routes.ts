/** Routes of needs: entries that may meet one. */
import { z } from 'zod';
import { get } from '../../../kernel/contract.ts';

export const Suggestion = z.object({
  id: z.string(),
  name: z.string(),
  provider: z.string(),
  shareType: z.string(),
  mounted: z.boolean(),
  words: z.array(z.string()),
});
export type Suggestion = z.infer<typeof Suggestion>;

export const demandRoutes = {
  suggestions: get('/demands/:id/suggestions', {
    title: '需求的目录匹配建议',
    allow: 'read',
    input: z.object({ id: z.uuid() }),
    output: z.object({ entries: z.array(Suggestion) }),
  }),
};

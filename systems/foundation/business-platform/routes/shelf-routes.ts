/** The shelf: departments' applications that this person may use. The city's own systems come from his session. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';

export const ShelfEntry = z.object({
  id: z.string(),
  name: z.string(),
  purpose: z.string(),
  departmentName: z.string(),
  category: z.string(),
  address: z.string(),
  /** It signs people in with the city's account: opened with the issuer (OpenID Connect Core 1.0 §4). */
  signsIn: z.boolean(),
});
export type ShelfEntry = z.infer<typeof ShelfEntry>;

export const shelfRoutes = {
  shelf: get('/shelf', {
    title: '我能用的应用',
    signedInBecause: '只列出本人可用的应用',
    input: z.object({}),
    output: z.object({ entries: z.array(ShelfEntry) }),
  }),
};

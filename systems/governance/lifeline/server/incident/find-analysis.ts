/** The newest analysis of a leak, and what it says of one pipe. */
import { z } from 'zod';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { leakAnalysis } from '../../registers/leak-analysis.ts';

export const RankedList = z.array(
  z.object({ pipe: z.string(), probability: z.number(), loss: z.number(), misfit: z.number() }),
);
export const ReadingList = z.array(
  z.object({
    name: z.string(),
    kind: z.string(),
    hour: z.number(),
    measured: z.number().nullable(),
    simulated: z.number(),
    sigma: z.number(),
  }),
);

export type Analysis = Row<typeof leakAnalysis>;

export async function newestAnalysis(
  services: Services,
  db: Database,
  id: string,
): Promise<Analysis | undefined> {
  const [found] = await services
    .use(registers)
    .of(leakAnalysis)
    .trusted.findMany(db, {
      filter: { field: 'incident', is: 'equal', value: id },
      sort: '-analysedAt',
      limit: 1,
    });
  return found;
}

export function rankedOf(analysis: Analysis | undefined): z.infer<typeof RankedList> {
  return RankedList.safeParse(analysis?.ranked).data ?? [];
}

/** From 1; null where it was not among those kept. */
export function rankOf(analysis: Analysis | undefined, pipe: string): number | null {
  const at = rankedOf(analysis).findIndex((each) => each.pipe === pipe);
  return at < 0 ? null : at + 1;
}

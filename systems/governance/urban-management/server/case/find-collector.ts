/** The collector on whose grid something happened. */
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { collectorDuty } from '../../registers/duty.ts';

const mostRows = 50;

/** Subject id; undefined where nobody walks the grid today, or there is no grid. */
export async function findCollector(
  services: Services,
  db: Database,
  grid: string | null,
  now: Date,
): Promise<string | undefined> {
  if (grid === null) return undefined;
  const today = shanghaiDate(now);
  const rows = await services
    .use(registers)
    .of(collectorDuty)
    .trusted.findMany(db, { filter: { field: 'grid', is: 'equal', value: grid }, limit: mostRows });
  return rows
    .filter((row) => row.validFrom <= today && (row.validTo === null || row.validTo >= today))
    .sort((a, b) => b.validFrom.localeCompare(a.validFrom))[0]?.collector;
}

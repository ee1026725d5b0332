/** Which version of each control line is in force on a day: the published one that took effect last. */
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { planVersion } from '../../registers/plan-version.ts';
import type { VersionRow } from './find-parcels.ts';

const mostVersions = 10_000;

/** Line → version. */
export async function versionsInForce(
  services: Services,
  db: Database,
  day: string,
): Promise<ReadonlyMap<string, VersionRow>> {
  const rows = await services
    .use(registers)
    .of(planVersion)
    .trusted.findEvery(db, {
      filter: {
        all: [
          { field: 'status', is: 'equal', value: 'published' },
          { field: 'effectiveFrom', is: 'at-most', value: day },
        ],
      },
      most: mostVersions,
    });
  const found = new Map<string, VersionRow>();
  for (const row of rows) {
    const other = found.get(row.line);
    // Of two that took effect on one day the one published later stands.
    const isLater =
      other === undefined ||
      row.effectiveFrom > other.effectiveFrom ||
      (row.effectiveFrom === other.effectiveFrom && (row.publishedAt ?? '') > (other.publishedAt ?? ''));
    if (isLater) found.set(row.line, row);
  }
  return found;
}

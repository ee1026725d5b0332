/** Asks the duty table who puts a problem right: the row of the reach (or one above it), else that of the narrowest area. */
import { areaPath } from '../../../../../kernel/area.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { duty } from '../../registers/standard.ts';
import { inOffice, reachesAbove } from '../river/find-chiefs.ts';

/** More rows than this cannot name one kind; the table is then in need of its keeper. */
const most = 1000;

export async function findDuty(
  services: Services,
  db: Database,
  asked: { readonly kind: string; readonly reach: string; readonly area: string; readonly day: string },
): Promise<string | undefined> {
  const rows = await services
    .use(registers)
    .of(duty)
    .trusted.findMany(db, {
      filter: { all: [{ field: 'kind', is: 'equal', value: asked.kind }, inOffice(asked.day)] },
      limit: most,
    });
  const path = await reachesAbove(services, db, asked.reach);
  for (const { id } of path) {
    const own = rows.find((each) => each.reach === id);
    if (own !== undefined) return own.department;
  }
  for (const area of areaPath(asked.area).toReversed()) {
    const local = rows.find((each) => each.reach === null && each.area === area);
    if (local !== undefined) return local.department;
  }
  return undefined;
}

/** The standard in force on a day for a level of chiefs. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { patrolRule } from '../../registers/standard.ts';
import { inOffice } from '../river/find-chiefs.ts';

export type PatrolRule = Row<typeof patrolRule>;

const most = 100;

/** All in force on the day, the newest of each level first. */
export async function rulesOn(services: Services, db: Database, day: string): Promise<readonly PatrolRule[]> {
  const rows = await services
    .use(registers)
    .of(patrolRule)
    .trusted.findMany(db, { filter: inOffice(day), sort: '-from', limit: most });
  return rows;
}

export async function findRule(
  services: Services,
  db: Database,
  level: string,
  day: string,
): Promise<PatrolRule | undefined> {
  return (await rulesOn(services, db, day)).find((each) => each.level === level);
}

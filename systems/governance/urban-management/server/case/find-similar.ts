/** Cases of the same class near a place: open ones may be the same trouble, closed ones show that it comes back. */
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Point, Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { urbanCase } from '../../case/urban-case.ts';
import { setting } from '../setting.ts';
import { metresBetween } from './metres-between.ts';

export interface Similar {
  readonly row: Row<typeof urbanCase>;
  readonly metres: number;
}

export interface Like {
  readonly matter: string;
  readonly position: Point;
  readonly now: Date;
  /** Not itself. */
  readonly except?: string;
}

const most = 20;
const hour = 3_600_000;

/** Open cases within `duplicate-metres` and `duplicate-hours`, nearest first. */
export function findDuplicates(services: Services, db: Database, like: Like): Promise<readonly Similar[]> {
  const since = new Date(like.now.getTime() - setting(services, 'duplicate-hours') * hour);
  return findSimilar(services, db, like, setting(services, 'duplicate-metres'), [
    { field: 'status', is: 'unequal', value: 'closed' },
    { field: 'openedAt', is: 'at-least', value: since.toISOString() },
  ]);
}

/** Has the same trouble been closed here within `repeat-metres` and `repeat-days`? */
export async function isRepeated(services: Services, db: Database, like: Like): Promise<boolean> {
  const since = new Date(like.now.getTime() - setting(services, 'repeat-days') * 24 * hour);
  const found = await findSimilar(services, db, like, setting(services, 'repeat-metres'), [
    { field: 'outcome', is: 'one-of', value: ['closed', 'forced'] },
    { field: 'closedAt', is: 'at-least', value: since.toISOString() },
  ]);
  return found.length > 0;
}

async function findSimilar(
  services: Services,
  db: Database,
  { matter, position, except }: Like,
  metres: number,
  conditions: readonly Filter[],
): Promise<readonly Similar[]> {
  const rows = await services
    .use(registers)
    .of(urbanCase)
    .trusted.findMany(db, {
      near: { ...position, metres },
      filter: { all: [{ field: 'matter', is: 'equal', value: matter }, ...conditions] },
      limit: most,
    });
  return rows
    .filter((row) => row.id !== except && row.position !== null)
    .map((row) => ({ row, metres: Math.round(metresBetween(position, row.position ?? position)) }));
}

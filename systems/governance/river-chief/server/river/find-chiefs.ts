/** Who is chief of which reach on a day, and who stands above him. */
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { areaPath } from '../../../../../kernel/area.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { chief, reach } from '../../registers/river.ts';

export type Chief = Row<typeof chief>;
export type Reach = Row<typeof reach>;

const most = 1000;
/** 市、县、乡、村: a longer way up is a circle that a keeper drew. */
const mostLevels = 6;

/** In office on that day, YYYY-MM-DD; both days count. */
export function inOffice(day: string): Filter {
  return {
    all: [
      { field: 'from', is: 'at-most', value: day },
      {
        any: [
          { field: 'to', is: 'empty' },
          { field: 'to', is: 'at-least', value: day },
        ],
      },
    ],
  };
}

export async function chiefsOf(
  services: Services,
  db: Database,
  reaches: readonly string[],
  day: string,
): Promise<readonly Chief[]> {
  if (reaches.length === 0) return [];
  return services
    .use(registers)
    .of(chief)
    .trusted.findMany(db, {
      filter: { all: [{ field: 'reach', is: 'one-of', value: [...reaches] }, inOffice(day)] },
      sort: 'from',
      limit: most,
    });
}

/** Reaches of this account, with the posting that makes them his. */
export async function postingsOf(
  services: Services,
  db: Database,
  account: string,
  day: string,
): Promise<readonly Chief[]> {
  return services
    .use(registers)
    .of(chief)
    .trusted.findMany(db, {
      filter: {
        all: [
          { field: 'account', is: 'equal', value: account },
          { field: 'reach', is: 'filled' },
          inOffice(day),
        ],
      },
      limit: most,
    });
}

/** The reach and those above it, narrowest first. */
export async function reachesAbove(services: Services, db: Database, id: string): Promise<readonly Reach[]> {
  const { trusted } = services.use(registers).of(reach);
  const path: Reach[] = [];
  let next: string | null = id;
  while (next !== null && path.length < mostLevels) {
    const found: Reach | undefined = await trusted.find(db, next);
    if (found === undefined || path.some((each) => each.id === found.id)) break;
    path.push(found);
    next = found.above;
  }
  return path;
}

/** 总河长 whose area holds the given one, narrowest first. */
export async function generalChiefs(
  services: Services,
  db: Database,
  area: string,
  day: string,
): Promise<readonly Chief[]> {
  const found = await services
    .use(registers)
    .of(chief)
    .trusted.findMany(db, {
      filter: {
        all: [
          { field: 'level', is: 'equal', value: 'general' },
          { field: 'area', is: 'one-of', value: [...areaPath(area)] },
          inOffice(day),
        ],
      },
      limit: most,
    });
  // Narrowest area first, then as they were entered: the first secretary stands before the mayor.
  return found.toSorted((a, b) => b.area.localeCompare(a.area) || a.id.localeCompare(b.id));
}

export interface Ladder {
  /** Account of the chief of the reach itself. */
  readonly own: string | null;
  /** Accounts above him, nearest first, 总河长 last. */
  readonly upper: readonly string[];
}

/** Accounts up from a reach; levels without an account are passed over. */
export async function ladderOf(services: Services, db: Database, id: string, day: string): Promise<Ladder> {
  const path = await reachesAbove(services, db, id);
  const chiefs = await chiefsOf(
    services,
    db,
    path.map((each) => each.id),
    day,
  );
  const accountOf = (at: string) => chiefs.find((each) => each.reach === at)?.account ?? null;
  const [own] = path;
  const general =
    own === undefined ? [] : (await generalChiefs(services, db, own.area, day)).map((each) => each.account);
  const first = own === undefined ? null : accountOf(own.id);
  const upper = [...path.slice(1).map((each) => accountOf(each.id)), ...general].filter(
    (account): account is string => account !== null && account !== first,
  );
  return { own: first, upper: [...new Set(upper)] };
}

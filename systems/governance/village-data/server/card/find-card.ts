/** Finds cards: one household locked with its members for whoever writes, or all of an area for whoever counts. */
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database, Work } from '../../../../../engines/store/service.ts';
import { areaPrefix } from '../../../../../kernel/area.ts';
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import type { Card } from '../../card/card.ts';
import { errors } from '../../errors.ts';
import { household, member } from '../../registers/card.ts';

export type HouseholdRow = Row<typeof household>;
export type MemberRow = Row<typeof member>;

export interface HeldCard extends Card {
  readonly household: HouseholdRow;
  readonly members: readonly MemberRow[];
}

const mostMembers = 100;
/** Households and people of a county; a request over more is made town by town. */
const mostHouseholds = 200_000;
const mostPeople = 800_000;

export const activeHousehold: Filter = {
  any: [
    { field: 'standing', is: 'empty' },
    { field: 'standing', is: 'equal', value: 'active' },
  ],
};

export function within(area: string): Filter {
  return { field: 'area', is: 'starts-with', value: areaPrefix(area) };
}

export async function membersOf(services: Services, db: Database, number: string) {
  return services
    .use(registers)
    .of(member)
    .trusted.findMany(db, {
      filter: { field: 'household', is: 'equal', value: number },
      sort: 'relation',
      limit: mostMembers,
    });
}

/** Whoever writes any part of a card holds its household first, so that two of them wait for each other. Throws village-data.noHousehold. */
export async function lockCard(services: Services, work: Work, id: string): Promise<HeldCard> {
  const row = await services.use(registers).of(household).trusted.lock(work, id);
  if (row === undefined) throw errors.noHousehold();
  return { household: row, members: await membersOf(services, work.db, row.number) };
}

export async function cardsWithin(
  services: Services,
  db: Database,
  where: Filter,
): Promise<readonly HeldCard[]> {
  const rows = services.use(registers);
  const [households, people] = await Promise.all([
    rows.of(household).trusted.findEvery(db, {
      filter: { all: [where, activeHousehold] },
      sort: 'number',
      most: mostHouseholds,
    }),
    rows.of(member).trusted.findEvery(db, { filter: where, most: mostPeople }),
  ]);
  const byNumber = new Map<string, MemberRow[]>();
  for (const each of people) byNumber.set(each.household, [...(byNumber.get(each.household) ?? []), each]);
  return households.map((row) => ({ household: row, members: byNumber.get(row.number) ?? [] }));
}

/** Whom a bulk message reaches, page by page in the order of ids: officials by their posts, citizens by the place that they named. */
import { isInArea } from '../../../../kernel/area.ts';
import type { AccessService } from '../../../access/index.ts';
import type { Database, Work } from '../../../store/index.ts';
import type { Audience } from '../../service.ts';
import type { ChannelTables } from '../channel/channel-tables.ts';

export interface Person {
  readonly id: string;
  /** '' when he has none. */
  readonly area: string;
}

export interface PeoplePage {
  readonly people: readonly Person[];
  /** Where the next page begins; undefined after the last. */
  readonly next: string | undefined;
}

async function placesOf(db: Database, subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (subjects.length === 0) return new Map();
  const rows = await db
    .withTables<ChannelTables>()
    .selectFrom('messages_place')
    .select(['subject', 'area'])
    .where((eb) => eb('subject', '=', eb.fn.any(eb.val([...subjects]))))
    .execute();
  return new Map(rows.map((row) => [row.subject, row.area]));
}

export async function findPeople(
  access: AccessService,
  audience: Audience,
  after: string | undefined,
  size: number,
  through: { readonly db: Database; readonly work?: Work },
): Promise<PeoplePage> {
  // Citizens have neither post nor department.
  const kinds =
    audience.department === undefined && audience.role === undefined
      ? audience.kinds
      : audience.kinds.filter((kind) => kind === 'official');
  if (kinds.length === 0) return { people: [], next: undefined };
  const members = await access.membersOf({ ...audience, kinds }, { after, size }, through.work);
  const places = await placesOf(
    through.db,
    members.filter(({ kind }) => kind === 'citizen').map(({ id }) => id),
  );
  const people = members.flatMap(({ id, kind, area }) => {
    if (kind === 'official') return [{ id, area: area ?? '' }];
    const place = places.get(id);
    if (audience.area !== undefined && (place === undefined || !isInArea(place, audience.area))) return [];
    return [{ id, area: place ?? '' }];
  });
  return { people, next: members.length < size ? undefined : members.at(-1)?.id };
}

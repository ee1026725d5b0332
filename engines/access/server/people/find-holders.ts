/** Who holds a permission now, over an area and in a department; and by which posts. */
import { decisionMatches, scopeMatches } from '../../../../kernel/access.ts';
import type { Store, Work } from '../../../store/index.ts';
import { decide } from '../decide.ts';
import type { AccessTables } from '../tables.ts';
import type { HolderQuery, HoldingPost } from '../../service.ts';
import { type Principals, scopeOf } from './principals.ts';

interface PostRow extends HoldingPost {
  readonly area: string;
  readonly reach: string;
}

async function postsWith(
  store: Store,
  permission: string,
  where: HolderQuery,
  work: Work | undefined,
): Promise<readonly PostRow[]> {
  const now = store.clock.now().toISOString();
  return (work?.glance ?? store.db)
    .withTables<AccessTables>()
    .selectFrom('access_post')
    .innerJoin('access_role', 'access_role.id', 'access_post.role')
    .innerJoin('access_subject', 'access_subject.id', 'access_post.subject')
    .select([
      'access_post.subject',
      'access_post.department',
      'access_post.area',
      'access_role.reach',
      'access_subject.name',
      'access_subject.kind',
    ])
    .distinct()
    .where((eb) => eb(eb.val(permission), '=', eb.fn.any('access_role.permissions')))
    .where('access_subject.state', '=', 'active')
    .where((eb) => eb.or([eb('access_post.valid_from', 'is', null), eb('access_post.valid_from', '<=', now)]))
    .where((eb) => eb.or([eb('access_post.valid_to', 'is', null), eb('access_post.valid_to', '>', now)]))
    .$if(where.department !== undefined, (query) =>
      query.where('access_post.department', '=', where.department ?? ''),
    )
    .execute();
}

/** One statement, whatever their number: nobody's rights are looked up one by one. */
export async function findHoldingPosts(
  store: Store,
  permission: string,
  where: HolderQuery,
  work?: Work,
): Promise<readonly HoldingPost[]> {
  const rows = await postsWith(store, permission, where, work);
  const departments = where.department === undefined ? [] : [where.department];
  return rows
    .filter(
      (row) =>
        where.area === undefined ||
        scopeMatches(scopeOf(row.reach, row, row.subject), { area: where.area, departments }),
    )
    .map(({ subject, name, kind, department }) => ({ subject, name, kind, department }));
}

export async function findHolders(
  { store, principals }: { readonly store: Store; readonly principals: Principals },
  permission: string,
  where: HolderQuery,
  work?: Work,
): Promise<readonly string[]> {
  const rows = await postsWith(store, permission, where, work);
  const holders: string[] = [];
  for (const subject of new Set(rows.map((row) => row.subject))) {
    const principal = await principals.find(subject, work?.glance);
    if (principal === undefined) continue;
    const asked = {
      area: where.area,
      departments: where.department === undefined ? [] : [where.department],
    };
    if (where.area === undefined || decisionMatches(decide(principal, permission), asked))
      holders.push(subject);
  }
  return holders;
}

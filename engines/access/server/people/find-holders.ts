/** Who holds a permission now, over an area and in a department. */
import { decisionMatches } from '../../../../kernel/access.ts';
import type { Store, Work } from '../../../store/index.ts';
import { decide } from '../decide.ts';
import type { AccessTables } from '../tables.ts';
import type { Principals } from './principals.ts';

export async function findHolders(
  { store, principals }: { readonly store: Store; readonly principals: Principals },
  permission: string,
  where: { readonly area?: string; readonly department?: string },
  work?: Work,
): Promise<readonly string[]> {
  const now = store.clock.now().toISOString();
  const rows = await (work?.glance ?? store.db)
    .withTables<AccessTables>()
    .selectFrom('access_post')
    .innerJoin('access_role', 'access_role.id', 'access_post.role')
    .innerJoin('access_subject', 'access_subject.id', 'access_post.subject')
    .select(['access_post.subject', 'access_post.department'])
    .distinct()
    .where((eb) => eb(eb.val(permission), '=', eb.fn.any('access_role.permissions')))
    .where('access_subject.state', '=', 'active')
    .where((eb) => eb.or([eb('access_post.valid_from', 'is', null), eb('access_post.valid_from', '<=', now)]))
    .where((eb) => eb.or([eb('access_post.valid_to', 'is', null), eb('access_post.valid_to', '>', now)]))
    .$if(where.department !== undefined, (query) =>
      query.where('access_post.department', '=', where.department ?? ''),
    )
    .execute();
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

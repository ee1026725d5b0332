/** Active people by kind, area, department and role, page by page in the order of their ids: whom a bulk message is for. */
import { areaPrefix } from '../../../../kernel/area.ts';
import { type Database, sql } from '../../../store/index.ts';
import type { Member, MemberQuery } from '../../service.ts';
import type { Organs } from './organs.ts';

/** The department and all under it. */
function departmentTree(organs: Organs, root: string): readonly string[] {
  const found = new Set([root]);
  const all = organs.all();
  for (let grown = true; grown; ) {
    grown = false;
    for (const { id, parent } of all) {
      if (parent === null || found.has(id) || !found.has(parent)) continue;
      found.add(id);
      grown = true;
    }
  }
  return [...found];
}

export async function findMembers(
  db: Database,
  organs: Organs,
  query: MemberQuery,
  page: { readonly after: string | undefined; readonly size: number },
  now: Date,
): Promise<readonly Member[]> {
  const at = now.toISOString();
  const area = query.area === undefined ? undefined : areaPrefix(query.area);
  const tree = query.department === undefined ? undefined : departmentTree(organs, query.department);
  const conditions = [
    ...(area === undefined
      ? []
      : [sql`post.area collate "C" >= ${area} and post.area collate "C" < ${`${area}:`}`]),
    ...(tree === undefined ? [] : [sql`post.department = any(${tree})`]),
    ...(query.role === undefined ? [] : [sql`post.role = ${query.role}`]),
  ];
  // The area is that of a post in force that fits; without a narrowing, an official without a post counts too.
  const posts = sql`select min(post.area) from access_post post where post.subject = person.id
    and (post.valid_from is null or post.valid_from <= ${at}::timestamptz) and (post.valid_to is null or post.valid_to > ${at}::timestamptz)
    ${conditions.length === 0 ? sql`` : sql`and ${sql.join(conditions, sql` and `)}`}`;
  const fits =
    conditions.length === 0 ? sql`` : sql`and (person.kind <> 'official' or held.area is not null)`;
  const found = await sql<Member>`
    select person.id, person.kind, held.area
    from access_subject person cross join lateral (${posts}) held (area)
    where person.state = 'active' and person.kind = any(${[...query.kinds]})
      and person.id > coalesce(${page.after ?? null}::uuid, '00000000-0000-0000-0000-000000000000') ${fits}
    order by person.id limit ${page.size}`.execute(db);
  return found.rows;
}

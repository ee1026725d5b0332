/** Posts: which roles somebody holds, at which organ and area, and for how long; given by the security administrator. */
import type { Selectable } from 'kysely';
import type { Principal } from '../../../../kernel/access.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { Database, Store } from '../../../store/index.ts';
import { accessErrors } from '../../errors.ts';
import type { PostGrant, PostKind } from '../../service.ts';
import type { Audit } from '../audit/open-audit.ts';
import type { AccessTables } from '../tables.ts';
import { brokenCombination } from './check-combination.ts';
import { getSubject } from './get-subject.ts';
import type { Organs } from './organs.ts';
import type { Principals } from './principals.ts';

type PostRow = Pick<
  Selectable<AccessTables['access_post']>,
  'role' | 'department' | 'area' | 'kind' | 'valid_from' | 'valid_to'
>;

export function grantOf(row: PostRow) {
  const { role, department, area, kind } = row;
  return { role, department, area, kind: kind as PostKind, from: row.valid_from, to: row.valid_to };
}

function asTime(moment: string | null | undefined): number | null {
  return moment == null ? null : Date.parse(moment);
}

export interface Posts {
  /** Throws unless roles, organs and areas are known, periods are right and no forbidden combination arises. */
  check(posts: readonly PostGrant[]): Promise<void>;
  /** Makes the posts of a subject these, within a transaction; emergencies stay. */
  write(tx: Database, subject: string, posts: readonly PostGrant[], by: string, now: Date): Promise<void>;
  /** Never one's own. */
  set(subject: string, posts: readonly PostGrant[], by: Principal): Promise<void>;
}

export function openPosts(deps: {
  readonly store: Store;
  readonly audit: Audit;
  readonly principals: Principals;
  readonly organs: Organs;
}): Posts {
  const { store, audit, principals, organs } = deps;
  const db = store.db.withTables<AccessTables>();

  async function roleIds(): Promise<ReadonlySet<string>> {
    const rows = await db.selectFrom('access_role').select('id').execute();
    return new Set(rows.map((row) => row.id));
  }

  async function check(posts: readonly PostGrant[]): Promise<void> {
    const known = await roleIds();
    for (const post of posts) {
      if (!known.has(post.role)) throw accessErrors.unknownRole({ role: post.role });
      if (organs.find(post.department) === undefined)
        throw accessErrors.unknownDepartment({ department: post.department });
      if (!organs.areaExists(post.area)) throw accessErrors.unknownArea({ area: post.area });
    }
    if (brokenCombination(posts.map(({ role }) => role)) !== undefined) throw accessErrors.rolesConflict();
    const bad = posts.find(
      ({ from, to }) => from != null && to != null && Date.parse(from) >= Date.parse(to),
    );
    if (bad !== undefined) throw accessErrors.badPeriod();
  }

  async function write(
    tx: Database,
    subject: string,
    posts: readonly PostGrant[],
    by: string,
    now: Date,
  ): Promise<void> {
    const tables = tx.withTables<AccessTables>();
    const before = await tables
      .selectFrom('access_post')
      .selectAll()
      .where('subject', '=', subject)
      .execute();
    const keyOf = (post: PostGrant) =>
      JSON.stringify([
        post.role,
        post.department,
        post.area,
        post.kind ?? 'main',
        asTime(post.from),
        asTime(post.to),
      ]);
    const wanted = new Map(posts.map((post) => [keyOf(post), post]));
    // A post that stays keeps the moment it was granted at: terms run from there.
    const gone = before
      // Emergencies end by themselves.
      .filter((post) => post.kind !== 'break-glass')
      .filter((post) => !wanted.delete(keyOf(grantOf(post))))
      .map(({ id }) => id);
    if (gone.length > 0) await tables.deleteFrom('access_post').where('id', 'in', gone).execute();
    if (wanted.size === 0) return;
    const rows = [...wanted.values()].map((post) => ({
      id: newId(),
      subject,
      role: post.role,
      department: post.department,
      area: post.area,
      kind: post.kind ?? 'main',
      valid_from: post.from ?? null,
      valid_to: post.to ?? null,
      granted_by: by,
      granted_at: now.toISOString(),
    }));
    await tables.insertInto('access_post').values(rows).execute();
  }

  return {
    check,
    write,
    async set(subject, posts, by) {
      if (subject === by.id) throw accessErrors.ownGrant();
      await check(posts);
      await store.transaction(async (work) => {
        await getSubject(work.db, subject);
        await write(work.db, subject, posts, by.id, work.now);
        audit.add(work, by, {
          module: 'access',
          event: 'grant',
          objectType: 'subject',
          objectId: subject,
          result: 'success',
          detail: {
            posts: posts
              .map((post) => `${post.role}@${post.department}@${post.area}`)
              .join(';')
              .slice(0, 1000),
          },
        });
      });
      await principals.changed(subject);
    },
  };
}

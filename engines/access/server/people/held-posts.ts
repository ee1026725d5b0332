/** The posts that somebody holds at a moment: his own within their period, and those lent to him by delegation. */
import { type Database, sql } from '../../../store/index.ts';
import { neverLent } from '../../data/forbidden-combinations.ts';

export interface HeldPost {
  readonly id: string;
  readonly role: string;
  readonly department: string;
  readonly area: string;
  readonly kind: string;
  readonly granted_at: string;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
  /** Whose post it is, when lent. */
  readonly lender: string | null;
  /** The delegation by which it is lent. */
  readonly delegation: string | null;
}

/** All that hold or will: whoever keeps them in memory looks at `isHeld` again when a period begins or ends. */
export async function postsOf(db: Database, subject: string, now: Date): Promise<readonly HeldPost[]> {
  const at = now.toISOString();
  const { rows } = await sql<HeldPost>`
    select id, role, department, area, kind, granted_at, valid_from, valid_to, null::uuid as lender, null::uuid as delegation
    from access_post where subject = ${subject} and (valid_to is null or valid_to > ${at}::timestamptz)
    union all
    select post.id, post.role, post.department, post.area, post.kind, lent.made_at,
           greatest(post.valid_from, lent.valid_from), least(post.valid_to, lent.valid_to), lent.lender, lent.id
    from access_delegation lent
      join access_post post on post.subject = lent.lender and post.kind <> 'break-glass'
      join access_subject lender on lender.id = lent.lender and lender.state = 'active'
    where lent.borrower = ${subject} and lent.ended_at is null and lent.valid_to > ${at}::timestamptz
      and (post.valid_to is null or post.valid_to > ${at}::timestamptz)
      and (cardinality(lent.roles) = 0 or post.role = any(lent.roles)) and post.role <> all(${[...neverLent]}::text[])
      -- Whoever became an administrator after he borrowed gets nothing by it.
      and not exists (select 1 from access_post own where own.subject = lent.borrower and own.role = any(${[...neverLent]}::text[]))
    order by 6, 1`.execute(db);
  return rows;
}

export function isHeld(post: HeldPost, now: Date): boolean {
  const at = now.getTime();
  if (post.valid_from !== null && Date.parse(post.valid_from) > at) return false;
  return post.valid_to === null || Date.parse(post.valid_to) > at;
}

/** When the answer of `isHeld` next changes for one of them; undefined when it never does. */
export function nextChange(posts: readonly HeldPost[], now: Date): number | undefined {
  const moments = posts
    .flatMap((post) => [post.valid_from, post.valid_to])
    .flatMap((moment) => (moment === null ? [] : [Date.parse(moment)]))
    .filter((moment) => moment > now.getTime());
  return moments.length === 0 ? undefined : Math.min(...moments);
}

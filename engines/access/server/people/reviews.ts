/** 权限复核: from time to time somebody else looks at each post; what nobody confirms in time is withdrawn. */
import type { Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import { type Store, sql } from '../../../store/index.ts';
import { administratorRoles } from '../../data/forbidden-combinations.ts';
import { accessErrors } from '../../errors.ts';
import type { Audit } from '../audit/open-audit.ts';
import type { PostTables } from './post-tables.ts';
import type { Principals } from './principals.ts';

export interface ReviewRow {
  readonly id: string;
  readonly title: string;
  readonly started_at: string;
  readonly due_at: string;
  readonly closed_at: string | null;
  readonly posts: number;
  readonly open: number;
  readonly confirmed: number;
  readonly withdrawn: number;
  readonly lapsed: number;
}

export interface Reviews {
  list(): Promise<readonly ReviewRow[]>;
  /** Items for this reviewer that are still open. */
  waiting(reviewer: string): Promise<readonly PostTables['access_review_item'][]>;
  /** Every post of the department (or of all), each to be looked at by the reviewer; his own posts go to whoever starts it. */
  start(
    input: { title: string; department: string | null; reviewer: string; due: string },
    by: Principal,
  ): Promise<string>;
  decide(item: string, keep: boolean, by: Principal): Promise<void>;
  /** Withdraws what was not answered in time. */
  lapse(by: Principal): Promise<{ withdrawn: number }>;
}

export function openReviews(deps: {
  readonly store: Store;
  readonly audit: Audit;
  readonly principals: Principals;
}): Reviews {
  const { store, audit, principals } = deps;
  const db = store.db.withTables<PostTables>();

  async function withdraw(
    item: PostTables['access_review_item'],
    decision: 'withdrawn' | 'lapsed',
    by: Principal,
  ): Promise<boolean> {
    const done = await store.transaction(async (work) => {
      // The last holder of an administrator's role stays: without him nobody could give it back.
      if (administratorRoles.includes(item.role) && (await isLast(work.db, item))) return false;
      await sql`delete from access_post where id = ${item.post}`.execute(work.db);
      await settle(work.db, item.id, decision, work.now);
      audit.add(work, by, {
        module: 'access',
        event: 'grant',
        objectType: 'subject',
        objectId: item.subject,
        result: 'success',
        detail: { review: item.review, decision, role: item.role, department: item.department },
      });
      return true;
    });
    await principals.changed(item.subject);
    return done;
  }

  async function isLast(through: typeof store.db, item: PostTables['access_review_item']): Promise<boolean> {
    const { rows } = await sql<{ others: number }>`
      select count(*) as others from access_post post join access_subject who on who.id = post.subject and who.state = 'active'
      where post.role = ${item.role} and post.id <> ${item.post}`.execute(through);
    return Number(rows[0]?.others ?? 0) === 0;
  }

  async function settle(
    through: typeof store.db,
    item: string,
    decision: 'confirmed' | 'withdrawn' | 'lapsed',
    now: Date,
  ): Promise<void> {
    const changed = await through
      .withTables<PostTables>()
      .updateTable('access_review_item')
      .set({ decision, decided_at: now.toISOString() })
      .where('id', '=', item)
      .where('decision', 'is', null)
      .returning('id')
      .execute();
    if (changed.length === 0) throw accessErrors.reviewed();
  }

  return {
    async list() {
      const { rows } = await sql<ReviewRow>`
        select review.id, review.title, review.started_at, review.due_at, review.closed_at,
          count(item.id)::int as posts, count(item.id) filter (where item.decision is null)::int as open,
          count(item.id) filter (where item.decision = 'confirmed')::int as confirmed,
          count(item.id) filter (where item.decision = 'withdrawn')::int as withdrawn,
          count(item.id) filter (where item.decision = 'lapsed')::int as lapsed
        from access_review review left join access_review_item item on item.review = review.id
        group by review.id order by review.started_at desc limit 100`.execute(store.db);
      return rows;
    },
    waiting: (reviewer) =>
      db
        .selectFrom('access_review_item')
        .selectAll()
        .where('reviewer', '=', reviewer)
        .where('decision', 'is', null)
        .orderBy('department')
        .orderBy('subject')
        .limit(500)
        .execute(),
    async start({ title, department, reviewer, due }, by) {
      if (Date.parse(due) <= store.clock.now().getTime()) throw accessErrors.badPeriod();
      if ((await principals.find(reviewer))?.kind !== 'official') throw commonErrors.missing();
      const id = newId();
      await store.transaction(async (work) => {
        await work.db
          .withTables<PostTables>()
          .insertInto('access_review')
          .values({
            id,
            title,
            started_by: by.id,
            started_at: work.now.toISOString(),
            due_at: due,
            closed_at: null,
          })
          .execute();
        // Nobody looks at his own posts.
        await sql`insert into access_review_item (id, review, post, subject, role, department, area, reviewer)
          select gen_random_uuid(), ${id}, id, subject, role, department, area,
            case when subject = ${reviewer}::uuid then ${by.id}::uuid else ${reviewer}::uuid end
          from access_post where kind <> 'break-glass' and (${department}::text is null or department = ${department})
            and not (subject = ${reviewer}::uuid and subject = ${by.id}::uuid)`.execute(work.db);
        audit.add(work, by, {
          module: 'access',
          event: 'create',
          objectType: 'review',
          objectId: id,
          result: 'success',
          detail: { department, reviewer, due },
        });
      });
      return id;
    },
    async decide(id, keep, by) {
      const item = await db
        .selectFrom('access_review_item')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      if (item?.reviewer !== by.id) throw commonErrors.missing();
      if (item.subject === by.id) throw accessErrors.ownGrant();
      if (!keep) {
        if (!(await withdraw(item, 'withdrawn', by))) throw accessErrors.lastAdministrator();
        return;
      }
      await store.transaction(async (work) => {
        await settle(work.db, id, 'confirmed', work.now);
        audit.add(work, by, {
          module: 'access',
          event: 'grant',
          objectType: 'subject',
          objectId: item.subject,
          result: 'success',
          detail: { review: item.review, decision: 'confirmed', role: item.role },
        });
      });
    },
    async lapse(by) {
      const now = store.clock.now().toISOString();
      const { rows } = await sql<PostTables['access_review_item']>`
        select item.* from access_review_item item join access_review review on review.id = item.review
        where item.decision is null and review.due_at <= ${now}::timestamptz`.execute(store.db);
      let withdrawn = 0;
      for (const item of rows) if (await withdraw(item, 'lapsed', by)) withdrawn += 1;
      await sql`update access_review set closed_at = ${now}::timestamptz where closed_at is null and due_at <= ${now}::timestamptz`.execute(
        store.db,
      );
      return { withdrawn };
    },
  };
}

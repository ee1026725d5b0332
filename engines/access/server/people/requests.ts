/** Acts that take two persons: a post for a short time in an emergency (破窗), and a new password of an administrator. */
import type { Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { Store, Work } from '../../../store/index.ts';
import { neverLent } from '../../data/forbidden-combinations.ts';
import { accessErrors } from '../../errors.ts';
import type { PostGrant } from '../../service.ts';
import type { Audit } from '../audit/open-audit.ts';
import type { AccessTables } from '../tables.ts';
import { brokenCombination } from './check-combination.ts';
import type { PostTables } from './post-tables.ts';
import type { Posts } from './posts.ts';
import type { Principals } from './principals.ts';

type Row = PostTables['access_request'];

export interface Emergency extends PostGrant {
  readonly minutes: number;
}

export interface Requests {
  list(of: string | undefined): Promise<readonly Row[]>;
  /** In an emergency: a post for himself, for minutes, once somebody else agrees. */
  breakGlass(emergency: Emergency, reason: string, by: Principal): Promise<string>;
  resetAdministrator(subject: string, reason: string, by: Principal): Promise<string>;
  /** `grants`: whether he is one who may give posts; only such a one opens an emergency. */
  decide(id: string, approve: boolean, by: Principal, grants: boolean): Promise<void>;
  /** Uses up an approval to reset this administrator's password; throws access.needsSecond without one. */
  useReset(subject: string, by: Principal): Promise<void>;
}

/** An approval of a reset is good for an hour. */
const resetMinutes = 60;

export function openRequests(deps: {
  readonly store: Store;
  readonly audit: Audit;
  readonly principals: Principals;
  readonly posts: Posts;
}): Requests {
  const { store, audit, principals } = deps;
  const db = store.db.withTables<PostTables & AccessTables>();

  function note(work: Work, by: Principal, row: Pick<Row, 'id' | 'kind' | 'subject'>, what: string) {
    audit.add(work, by, {
      module: 'access',
      event: 'grant',
      objectType: row.kind,
      objectId: row.id,
      result: what === 'refused' ? 'failure' : 'success',
      detail: { step: what, subject: row.subject },
    });
    // Whoever watches hears of it at once; ids only.
    work.emit('access.alarm', by.id, { kind: row.kind, request: row.id, subject: row.subject, step: what });
  }

  async function add(kind: Row['kind'], subject: string, detail: object, reason: string, by: Principal) {
    const id = newId();
    await store.transaction(async (work) => {
      await work.db
        .withTables<PostTables>()
        .insertInto('access_request')
        .values({
          id,
          kind,
          subject,
          detail: JSON.stringify(detail),
          reason,
          state: 'waiting',
          requested_by: by.id,
          requested_at: work.now.toISOString(),
          decided_by: null,
          decided_at: null,
          ends_at: null,
        })
        .execute();
      note(work, by, { id, kind, subject }, 'requested');
    });
    return id;
  }

  async function openPost(work: Work, row: Row, by: Principal): Promise<Date> {
    const { minutes, role, department, area } = JSON.parse(row.detail) as Emergency;
    const until = new Date(work.now.getTime() + minutes * 60_000);
    await work.db
      .withTables<AccessTables>()
      .insertInto('access_post')
      .values({
        id: newId(),
        subject: row.subject,
        role,
        department,
        area,
        kind: 'break-glass',
        valid_from: work.now.toISOString(),
        valid_to: until.toISOString(),
        granted_by: by.id,
        granted_at: work.now.toISOString(),
      })
      .execute();
    return until;
  }

  return {
    list(of) {
      return db
        .selectFrom('access_request')
        .selectAll()
        .$if(of !== undefined, (query) => query.where('requested_by', '=', of ?? ''))
        .orderBy('requested_at', 'desc')
        .limit(200)
        .execute();
    },
    async breakGlass(emergency, reason, by) {
      const most = store.settings.value('access.break-glass-minutes');
      if (emergency.minutes > most) throw accessErrors.longEmergency({ minutes: most });
      if (neverLent.includes(emergency.role)) throw accessErrors.rolesConflict();
      await deps.posts.check([emergency]);
      const held = await db.selectFrom('access_post').select('role').where('subject', '=', by.id).execute();
      if (brokenCombination([...held.map(({ role }) => role), emergency.role]) !== undefined)
        throw accessErrors.rolesConflict();
      return add('break-glass', by.id, emergency, reason, by);
    },
    resetAdministrator: (subject, reason, by) => {
      if (subject === by.id) throw accessErrors.ownRequest();
      return add('reset-administrator', subject, {}, reason, by);
    },
    async decide(id, approve, by, grants) {
      const row = await db.selectFrom('access_request').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) throw commonErrors.missing();
      // Neither whoever asks nor whom it is about.
      if (row.requested_by === by.id || row.subject === by.id) throw accessErrors.ownRequest();
      if (row.kind === 'break-glass' && !grants) throw commonErrors.forbidden();
      await store.transaction(async (work) => {
        const taken = await work.db
          .withTables<PostTables>()
          .updateTable('access_request')
          .set({
            state: approve ? 'approved' : 'refused',
            decided_by: by.id,
            decided_at: work.now.toISOString(),
          })
          .where('id', '=', id)
          .where('state', '=', 'waiting')
          .returning('id')
          .execute();
        if (taken.length === 0) throw accessErrors.nothingWaits();
        note(work, by, row, approve ? 'approved' : 'refused');
        if (!approve) return;
        const until =
          row.kind === 'break-glass'
            ? await openPost(work, row, by)
            : new Date(work.now.getTime() + resetMinutes * 60_000);
        await work.db
          .withTables<PostTables>()
          .updateTable('access_request')
          .set({ ends_at: until.toISOString() })
          .where('id', '=', id)
          .execute();
      });
      await principals.changed(row.subject);
    },
    async useReset(subject, by) {
      const used = await db
        .updateTable('access_request')
        .set({ state: 'used' })
        .where('kind', '=', 'reset-administrator')
        .where('subject', '=', subject)
        .where('requested_by', '=', by.id)
        .where('state', '=', 'approved')
        .where('ends_at', '>', store.clock.now().toISOString())
        .returning('id')
        .execute();
      if (used.length === 0) throw accessErrors.needsSecond();
    },
  };
}

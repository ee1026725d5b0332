/** Handlers of posts by period, delegations, sessions, reviews, acts of two persons, and the explanation of a decision. */
import type { Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Handlers } from '../../../../kernel/system.ts';
import type { Store } from '../../../store/index.ts';
import type { HeldPost, postRoutes, RequestLine } from '../../routes/post-routes.ts';
import type { AccessEngine } from '../create-access.ts';
import { explainAccess } from '../people/explain-access.ts';
import { type HeldPost as Held, isHeld, postsOf } from '../people/held-posts.ts';
import type { PostTables } from '../people/post-tables.ts';

const done = { done: true } as const;

/** Names and titles of what ids say. */
async function wordsFor(engine: AccessEngine, subjects: readonly (string | null)[]) {
  const names = await engine.namesOf(subjects.flatMap((id) => (id === null ? [] : [id])));
  const roles = new Map((await engine.parts.roles.list()).map((role) => [role.id, role]));
  const { organs } = engine.parts;
  return {
    roles,
    name: (id: string) => names.get(id) ?? (id === 'system' ? '系统' : '—'),
    role: (id: string) => roles.get(id)?.title ?? id,
    department: (id: string) => organs.find(id)?.name ?? id,
    area: (code: string) => organs.areaName(code) ?? code,
  };
}
type Words = Awaited<ReturnType<typeof wordsFor>>;

function heldPost(words: Words, post: Held, now: Date): HeldPost {
  return {
    id: post.id,
    role: post.role,
    roleTitle: words.role(post.role),
    departmentName: words.department(post.department),
    areaName: words.area(post.area),
    kind: post.kind,
    validFrom: post.valid_from,
    validTo: post.valid_to,
    held: isHeld(post, now),
    lenderName: post.lender === null ? null : words.name(post.lender),
  };
}

function aboutRequest(words: Words, row: PostTables['access_request']): string {
  if (row.kind === 'reset-administrator') return '重置管理员密码';
  const detail = JSON.parse(row.detail) as {
    role: string;
    department: string;
    area: string;
    minutes: number;
  };
  return `${words.role(detail.role)} · ${words.department(detail.department)} · ${words.area(detail.area)}，${detail.minutes} 分钟`;
}

async function requestLines(
  engine: AccessEngine,
  rows: readonly PostTables['access_request'][],
  caller: Principal,
): Promise<RequestLine[]> {
  const words = await wordsFor(
    engine,
    rows.flatMap((row) => [row.subject, row.requested_by, row.decided_by]),
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    subjectName: words.name(row.subject),
    about: aboutRequest(words, row),
    reason: row.reason,
    state: row.state,
    requestedByName: words.name(row.requested_by),
    requestedAt: row.requested_at,
    decidedByName: row.decided_by === null ? null : words.name(row.decided_by),
    endsAt: row.ends_at,
    mine: row.requested_by === caller.id || row.subject === caller.id,
  }));
}

async function describeMine(engine: AccessEngine, store: Store, principal: Principal, now: Date) {
  const { delegations, reviews, requests, sessions } = engine.parts;
  const [posts, lent, waiting, asked, live] = await Promise.all([
    postsOf(store.db, principal.id, now),
    delegations.of(principal.id),
    reviews.waiting(principal.id),
    requests.list(principal.id),
    sessions.list({ subject: principal.id, search: '', page: 1, size: 50 }),
  ]);
  const words = await wordsFor(engine, [
    ...posts.map(({ lender }) => lender),
    ...lent.flatMap(({ lender, borrower }) => [lender, borrower]),
    ...waiting.map(({ subject }) => subject),
  ]);
  return {
    posts: posts.map((post) => heldPost(words, post, now)),
    delegations: lent.map((one) => ({
      id: one.id,
      lenderName: words.name(one.lender),
      borrowerName: words.name(one.borrower),
      mine: one.lender === principal.id,
      roles: one.roles.map(words.role),
      from: one.valid_from,
      to: one.valid_to,
      reason: one.reason,
      endedAt: one.ended_at,
    })),
    sessions: live.rows.map((line) => ({ ...line, current: line.id === principal.sessionId })),
    reviews: waiting.map((item) => ({
      id: item.id,
      subjectName: words.name(item.subject),
      roleTitle: words.role(item.role),
      departmentName: words.department(item.department),
      areaName: words.area(item.area),
    })),
    requests: await requestLines(engine, asked, principal),
  };
}

async function explain(
  engine: AccessEngine,
  store: Store,
  now: Date,
  {
    subject,
    permission,
    area,
    department,
    own,
  }: {
    readonly subject: string;
    readonly permission: string;
    readonly area?: string | undefined;
    readonly department?: string | undefined;
    readonly own: string;
  },
) {
  const principal = await engine.parts.principals.find(subject);
  if (principal === undefined) throw commonErrors.missing();
  const posts = await postsOf(store.db, subject, now);
  const words = await wordsFor(
    engine,
    posts.map(({ lender }) => lender),
  );
  const question = { permission, area, department, own: own === 'true' };
  const found = explainAccess(
    subject,
    posts,
    words.roles,
    question,
    now,
    engine.decide(principal, permission),
  );
  return {
    permit: found.permit,
    clearance: found.clearance ?? null,
    masked: [...found.masked],
    posts: found.posts.map(({ post, gives, reaches }) => ({ ...heldPost(words, post, now), gives, reaches })),
  };
}

export function postHandlers(engine: AccessEngine, store: Store): Handlers<typeof postRoutes> {
  const { accounts, audit, delegations, requests, reviews, sessions } = engine.parts;
  const may = (principal: Principal, permission: string) => engine.decide(principal, permission).permit;
  return {
    mine: (_input, { principal, now }) => describeMine(engine, store, principal, now),
    async lend(input, { principal }) {
      return { id: await delegations.lend(input, principal) };
    },
    async endDelegation({ id }, { principal }) {
      await delegations.end(id, principal, may(principal, 'access:manage-roles'));
      return done;
    },
    async endSession({ id }, { principal }) {
      const owner = await sessions.ownerOf(id);
      if (owner === undefined || (owner !== principal.id && !may(principal, 'access:manage-roles')))
        throw commonErrors.missing();
      await sessions.end(id);
      await audit.addAlone(principal, {
        module: 'access',
        event: 'logout',
        objectType: 'subject',
        objectId: owner,
        result: 'success',
        detail: { forced: owner !== principal.id },
      });
      return done;
    },
    async sessions(query, { principal }) {
      const { rows, total } = await sessions.list(query);
      return { total, rows: rows.map((line) => ({ ...line, current: line.id === principal.sessionId })) };
    },
    async reviews() {
      return (await reviews.list()).map(({ started_at, due_at, closed_at, ...row }) => ({
        ...row,
        startedAt: started_at,
        dueAt: due_at,
        closedAt: closed_at,
      }));
    },
    async startReview(input, { principal }) {
      return { id: await reviews.start(input, principal) };
    },
    async decideReview({ id, keep }, { principal }) {
      await reviews.decide(id, keep, principal);
      return done;
    },
    async requests(_input, { principal }) {
      return requestLines(engine, await requests.list(undefined), principal);
    },
    async breakGlass({ reason, ...emergency }, { principal }) {
      if (principal.kind !== 'official') throw commonErrors.forbidden();
      return { id: await requests.breakGlass(emergency, reason, principal) };
    },
    async requestReset({ id, reason }, { principal }) {
      await accounts.get(id);
      return { id: await requests.resetAdministrator(id, reason, principal) };
    },
    async decideRequest({ id, approve }, { principal }) {
      await requests.decide(id, approve, principal, may(principal, 'access:manage-roles'));
      return done;
    },
    explain: (input, { now }) => explain(engine, store, now, input),
  };
}

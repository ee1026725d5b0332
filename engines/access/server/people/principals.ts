/** Turns posts and roles into the grants of a principal, kept in memory until somebody changes them. */
import {
  anonymous,
  type FieldClass,
  type Grant,
  type IdentityLevel,
  type Principal,
  type Scope,
} from '../../../../kernel/access.ts';
import type { Kysely } from 'kysely';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Database, Store } from '../../../store/index.ts';
import type { FactorTables } from '../factors/factor-tables.ts';
import type { AccessTables } from '../tables.ts';
import { isHeld, nextChange, postsOf } from './held-posts.ts';
import type { PostTables } from './post-tables.ts';

/** What the posts of somebody ask of his sign-in. */
export interface FactorDuty {
  readonly required: boolean;
  readonly enrolled: boolean;
  /** Moment of the oldest post that asks for one; undefined when none does. */
  readonly since: number | undefined;
}

interface Loaded {
  /** A post begins or ends then: what is kept is read anew. */
  readonly until: number | undefined;
  readonly principal: Principal;
  /** As his posts give it, though he himself must first set a new password. */
  readonly represented: Principal;
  readonly duty: FactorDuty;
}

const noDuty: FactorDuty = { required: false, enrolled: false, since: undefined };

interface RoleRow {
  readonly id: string;
  readonly permissions: readonly string[];
  readonly clearance: string;
  readonly reach: string;
  readonly second_factor: boolean;
}

export interface Principals {
  /** `through`: the handle of a transaction that is under way; it needs no second connection then. */
  find(subject: string, through?: Database): Promise<Principal | undefined>;
  get(subject: string, through?: Database): Promise<Principal>;
  /** For those who act for him: a password that ran out while he is away ends nothing; undefined where the account is not active. */
  findRepresented(subject: string, through?: Database): Promise<Principal | undefined>;
  /** Whether his posts ask a second factor of him, and whether he has one. */
  duty(subject: string): Promise<FactorDuty>;
  /** Forgets what is kept here and in every other process. */
  changed(subject: string | '*'): Promise<void>;
}

export function scopeOf(reach: string, post: { area: string; department: string }, subject: string): Scope {
  if (reach === 'all') return { kind: 'all' };
  if (reach === 'department') return { kind: 'department', department: post.department };
  if (reach === 'self') return { kind: 'self', subject };
  return { kind: 'area', area: post.area };
}

/** A first or outdated password (GB/T 22239-2019 8.1.4.1 a); citizens' do not run out. */
export function passwordIsDue(
  row: Pick<AccessTables['access_subject'], 'kind' | 'must_change' | 'password_at'>,
  store: Store,
): boolean {
  if (row.must_change) return true;
  if (row.kind !== 'official' || row.password_at === null) return false;
  const age = store.clock.now().getTime() - Date.parse(row.password_at);
  return age > store.settings.value('access.password-days') * 86_400_000;
}

/** Every citizen holds the roles named '<system>:citizen', over what is his own. */
export const citizenRole = 'citizen';

export function openPrincipals(store: Store): Principals {
  const kept = new Map<string, Promise<Loaded | undefined>>();
  /** When the posts of a kept subject next begin or end. */
  const changes = new Map<string, number>();
  let roles: Promise<ReadonlyMap<string, RoleRow>> | undefined;

  async function loadRoles(through: Database): Promise<ReadonlyMap<string, RoleRow>> {
    const rows = await through
      .withTables<AccessTables>()
      .selectFrom('access_role')
      .select(['id', 'permissions', 'clearance', 'reach', 'second_factor'])
      .execute();
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** A failed read is not kept. */
  async function knownRoles(through: Database): Promise<ReadonlyMap<string, RoleRow>> {
    const asked = (roles ??= loadRoles(through));
    return asked.catch((problem: unknown) => {
      if (roles === asked) roles = undefined;
      throw problem;
    });
  }

  function addGrants(grants: Map<string, Grant[]>, role: RoleRow | undefined, scope: Scope): void {
    if (role === undefined) return;
    for (const permission of role.permissions) {
      const list = grants.get(permission) ?? [];
      list.push({ scope, clearance: role.clearance as FieldClass });
      grants.set(permission, list);
    }
  }

  async function dutyOf(
    db: Kysely<AccessTables & FactorTables>,
    subject: string,
    posts: readonly { readonly role: string; readonly granted_at: string }[],
    known: ReadonlyMap<string, RoleRow>,
  ): Promise<FactorDuty> {
    const asking = posts.filter(({ role }) => known.get(role)?.second_factor === true);
    const factor = await db
      .selectFrom('access_factor')
      .select('id')
      .where('subject', '=', subject)
      .where('state', '=', 'active')
      .limit(1)
      .executeTakeFirst();
    const enrolled = factor !== undefined;
    if (asking.length === 0) return { ...noDuty, enrolled };
    const since = Math.min(...asking.map(({ granted_at }) => Date.parse(granted_at)));
    return { required: true, enrolled, since };
  }

  async function load(subject: string, through: Database): Promise<Loaded | undefined> {
    const db = through.withTables<AccessTables & FactorTables>();
    const row = await db
      .selectFrom('access_subject')
      .select(['id', 'name', 'kind', 'state', 'must_change', 'password_at', 'identity_level'])
      .where('id', '=', subject)
      .executeTakeFirst();
    if (row === undefined || row.state !== 'active') return undefined;
    const known = await knownRoles(through);
    const now = store.clock.now();
    const all = await postsOf(through, subject, now);
    const until = nextChange(all, now);
    const posts = all.filter((post) => isHeld(post, now));
    const duty = await dutyOf(db, subject, posts, known);
    const grants = new Map<string, Grant[]>();
    const principalWith = (
      departments: readonly string[],
      held: ReadonlyMap<string, readonly Grant[]>,
    ): Principal => ({
      id: row.id,
      name: row.name,
      kind: row.kind,
      departments,
      grants: held,
      sessionId: undefined,
      ...(row.kind === 'citizen' ? { level: row.identity_level as IdentityLevel } : {}),
    });
    for (const post of posts) {
      const role = known.get(post.role);
      addGrants(grants, role, scopeOf(role?.reach ?? 'self', post, subject));
    }
    if (row.kind === 'citizen') {
      for (const role of known.values()) {
        if (role.id.endsWith(`:${citizenRole}`)) addGrants(grants, role, { kind: 'self', subject });
      }
    }
    const represented = principalWith([...new Set(posts.map((post) => post.department))], grants);
    // Until the first password is changed he may do nothing but change it.
    const principal = passwordIsDue(row, store) ? principalWith([], new Map()) : represented;
    return { principal, represented, duty, until };
  }

  function forget(subject: string): void {
    if (subject === '*') {
      kept.clear();
      changes.clear();
      roles = undefined;
    } else {
      kept.delete(subject);
      changes.delete(subject);
    }
  }

  function loaded(subject: string, through: Database): Promise<Loaded | undefined> {
    const known = kept.get(subject);
    const over = changes.get(subject);
    if (known !== undefined && (over === undefined || store.clock.now().getTime() < over)) return known;
    changes.delete(subject);
    const loading = load(subject, through);
    kept.set(subject, loading);
    // What was forgotten meanwhile, or is being read anew, is not touched by an older reading.
    const isKept = () => kept.get(subject) === loading;
    loading.then(
      (found) => {
        if (!isKept()) return;
        if (found === undefined) kept.delete(subject);
        else if (found.until !== undefined) changes.set(subject, found.until);
      },
      () => isKept() && kept.delete(subject),
    );
    // Bounded: a city has fewer officials than this; citizens come and go.
    if (kept.size > 50_000) kept.clear();
    return loading;
  }

  store.onAnnounce('access', forget);
  return {
    async find(subject, through = store.db) {
      if (subject === anonymous.id) return anonymous;
      return (await loaded(subject, through))?.principal;
    },
    async findRepresented(subject, through = store.db) {
      return (await loaded(subject, through))?.represented;
    },
    async duty(subject) {
      if (subject === anonymous.id) return noDuty;
      return (await loaded(subject, store.db))?.duty ?? noDuty;
    },
    async get(subject, through) {
      const found = await this.find(subject, through);
      if (found === undefined) throw commonErrors.missing();
      return found;
    },
    async changed(subject) {
      forget(subject);
      await store.announce('access', subject);
      if (subject === '*') return;
      // Whoever borrows his posts holds as much as he does, no longer and no more.
      const borrowers = await store.db
        .withTables<PostTables>()
        .selectFrom('access_delegation')
        .select('borrower')
        .where('lender', '=', subject)
        .where('ended_at', 'is', null)
        .execute();
      for (const { borrower } of borrowers) {
        forget(borrower);
        await store.announce('access', borrower);
      }
    },
  };
}

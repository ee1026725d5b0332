/** Accounts, posts and roles, kept by two administrators of whom neither can do the other's work. */
import type { Principal } from '../../../../kernel/access.ts';
import type { Selectable } from 'kysely';
import { commonErrors } from '../../../../kernel/errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { Database, Store } from '../../../store/index.ts';
import type { Person } from '../../contract.ts';
import { accessErrors } from '../../errors.ts';
import type { NewSubject, PostGrant, PostKind, RoleDefinition } from '../../service.ts';
import type { Audit } from '../audit/open-audit.ts';
import { administratorRoles } from '../../data/forbidden-combinations.ts';
import { brokenCombination } from './check-combination.ts';
import type { Organs } from './organs.ts';
import { hashPassword, randomPassword } from '../sign-in/passwords.ts';
import type { Principals } from './principals.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { Attempts } from '../sign-in/attempts.ts';
import { blankSubject } from '../sign-in/own-password.ts';
import type { AccessTables } from '../tables.ts';

const mostColleagues = 30;

type PostRow = Pick<
  Selectable<AccessTables['access_post']>,
  'role' | 'department' | 'area' | 'kind' | 'valid_from' | 'valid_to'
>;

function grantOf(row: PostRow) {
  const { role, department, area, kind } = row;
  return { role, department, area, kind: kind as PostKind, from: row.valid_from, to: row.valid_to };
}

function asTime(moment: string | null | undefined): number | null {
  return moment == null ? null : Date.parse(moment);
}

function escapePattern(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

export interface People {
  create(input: NewSubject, by: Principal): Promise<{ id: string; password: string }>;
  /** Many at once with one shared password hash, for demo people. */
  list(query: {
    page: number;
    size: number;
    search: string;
    kind: string;
  }): Promise<{ rows: Person[]; total: number }>;
  /** Officials by name, with the department of their first post; for pickers. */
  colleagues(search: string): Promise<{ id: string; name: string; department: string }[]>;
  setPosts(subject: string, posts: readonly PostGrant[], by: Principal): Promise<void>;
  setState(subject: string, state: 'active' | 'disabled', by: Principal): Promise<void>;
  /** Of an administrator only with the approval of another one. */
  resetPassword(subject: string, by: Principal): Promise<string>;
  /** Throws city.missing. */
  get(subject: string): Promise<{ readonly account: string }>;
  checkPosts(posts: readonly PostGrant[]): Promise<void>;
  isAdministrator(subject: string): Promise<boolean>;
  roles(): Promise<readonly RoleDefinition[]>;
  saveRole(role: Omit<RoleDefinition, 'builtIn' | 'system' | 'secondFactor'>, by: Principal): Promise<void>;
  /** Whether whoever holds the role needs a second factor. */
  setRoleFactor(role: string, required: boolean, by: Principal): Promise<void>;
}

export interface PeopleDeps {
  readonly store: Store;
  readonly audit: Audit;
  readonly principals: Principals;
  readonly sessions: Sessions;
  readonly organs: Organs;
  readonly attempts: Attempts;
  /** Uses up an approval of another administrator; throws access.needsSecond without one. */
  readonly useReset: (subject: string, by: Principal) => Promise<void>;
  readonly permissionExists: (permission: string) => boolean;
}

export function openPeople(deps: PeopleDeps): People {
  const { store, audit, principals, sessions, organs, attempts } = deps;
  const db = store.db.withTables<AccessTables>();

  async function roleIds(): Promise<ReadonlySet<string>> {
    const rows = await db.selectFrom('access_role').select('id').execute();
    return new Set(rows.map((row) => row.id));
  }

  async function checkPosts(posts: readonly PostGrant[]): Promise<void> {
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

  async function writePosts(
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

  async function getSubject(tx: Database, id: string): Promise<{ readonly account: string }> {
    const row = await tx
      .withTables<AccessTables>()
      .selectFrom('access_subject')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) throw commonErrors.missing();
    return row;
  }

  async function isAdministrator(subject: string): Promise<boolean> {
    const held = await db
      .selectFrom('access_post')
      .select('id')
      .where('subject', '=', subject)
      .where('role', 'in', [...administratorRoles])
      .executeTakeFirst();
    return held !== undefined;
  }

  return {
    async create(input, by) {
      await checkPosts(input.posts ?? []);
      const password = input.password ?? randomPassword();
      const hash = input.passwordHash ?? (await hashPassword(password));
      const id = input.id ?? newId();
      await store.transaction(async (work) => {
        const made = await work.db
          .withTables<AccessTables>()
          .insertInto('access_subject')
          .values({
            ...blankSubject(work.now),
            id,
            account: input.account,
            name: input.name,
            kind: input.kind,
            demo: input.demo ?? false,
            must_change: input.mustChange ?? true,
            password: hash,
            created_by: by.id,
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .execute();
        if (made.length === 0) throw accessErrors.accountTaken();
        await writePosts(work.db, id, input.posts ?? [], by.id, work.now);
        audit.add(work, by, {
          module: 'access',
          event: 'create',
          objectType: 'subject',
          objectId: id,
          result: 'success',
        });
      });
      return { id, password };
    },
    async list({ page, size, search, kind }) {
      let query = db
        .selectFrom('access_subject')
        .where('kind', 'in', kind === 'all' ? ['official', 'citizen', 'service'] : [kind as 'official']);
      if (search !== '') {
        const pattern = `%${escapePattern(search)}%`;
        query = query.where((eb) => eb.or([eb('name', 'like', pattern), eb('account', 'ilike', pattern)]));
      }
      const { total } = await query
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const subjects = await query
        .selectAll()
        .orderBy('created_at')
        .orderBy('id')
        .limit(size)
        .offset((page - 1) * size)
        .execute();
      const ids = subjects.map((row) => row.id);
      const locked = await attempts.lockedUntil(subjects.map((row) => row.account));
      const posts =
        ids.length === 0
          ? []
          : await db.selectFrom('access_post').selectAll().where('subject', 'in', ids).execute();
      const roles = new Map(
        (await db.selectFrom('access_role').select(['id', 'title']).execute()).map((row) => [
          row.id,
          row.title,
        ]),
      );
      return {
        total,
        rows: subjects.map((row) => ({
          id: row.id,
          account: row.account,
          name: row.name,
          kind: row.kind,
          state: row.state,
          demo: row.demo,
          lockedUntil: locked.get(row.account) ?? null,
          lastSignInAt: row.last_sign_in_at,
          posts: posts
            .filter((post) => post.subject === row.id)
            .map((post) => ({
              ...grantOf(post),
              roleTitle: roles.get(post.role) ?? post.role,
              departmentName: organs.find(post.department)?.name ?? post.department,
              areaName: organs.areaName(post.area) ?? post.area,
            })),
        })),
      };
    },
    async colleagues(search) {
      const found = await db
        .selectFrom('access_subject')
        .innerJoin('access_post', 'access_post.subject', 'access_subject.id')
        .select(['access_subject.id', 'access_subject.name'])
        .select((eb) => eb.fn.min('access_post.department').as('department'))
        .where('access_subject.kind', '=', 'official')
        .where('access_subject.state', '=', 'active')
        .where('access_subject.name', 'like', `%${escapePattern(search)}%`)
        .groupBy(['access_subject.id', 'access_subject.name'])
        .orderBy('access_subject.name')
        .limit(mostColleagues)
        .execute();
      return found.map(({ id, name, department }) => ({
        id,
        name,
        department: organs.find(department)?.name ?? department,
      }));
    },
    async setPosts(subject, posts, by) {
      if (subject === by.id) throw accessErrors.ownGrant();
      await checkPosts(posts);
      await store.transaction(async (work) => {
        await getSubject(work.db, subject);
        await writePosts(work.db, subject, posts, by.id, work.now);
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
    async setState(subject, state, by) {
      await store.transaction(async (work) => {
        await getSubject(work.db, subject);
        await work.db
          .withTables<AccessTables>()
          .updateTable('access_subject')
          .set({ state })
          .where('id', '=', subject)
          .execute();
        audit.add(work, by, {
          module: 'access',
          event: 'update',
          objectType: 'subject',
          objectId: subject,
          result: 'success',
          detail: { state },
        });
      });
      await principals.changed(subject);
      if (state === 'disabled') await sessions.endAll(subject);
    },
    checkPosts,
    get: (subject) => getSubject(store.db, subject),
    isAdministrator,
    async resetPassword(subject, by) {
      // Whoever could give himself an administrator's password would be that administrator.
      if (await isAdministrator(subject)) await deps.useReset(subject, by);
      const password = randomPassword();
      const hash = await hashPassword(password);
      let account = '';
      await store.transaction(async (work) => {
        account = (await getSubject(work.db, subject)).account;
        await work.db
          .withTables<AccessTables>()
          .updateTable('access_subject')
          .set({
            password: hash,
            must_change: true,
            password_at: work.now.toISOString(),
          })
          .where('id', '=', subject)
          .execute();
        audit.add(work, by, {
          module: 'access',
          event: 'update',
          objectType: 'password',
          objectId: subject,
          result: 'success',
          detail: { reset: true },
        });
      });
      await attempts.clear(account);
      await principals.changed(subject);
      await sessions.endAll(subject);
      return password;
    },
    async roles() {
      const rows = await db.selectFrom('access_role').selectAll().orderBy('system').orderBy('id').execute();
      return rows.map(({ built_in, second_factor, ...role }) => ({
        ...role,
        builtIn: built_in,
        secondFactor: second_factor,
      }));
    },
    async saveRole(role, by) {
      for (const permission of role.permissions) {
        // A made-up role may not carry what only an administrator holds, or separation could be walked around.
        if (!deps.permissionExists(permission) || permission.startsWith('access:'))
          throw commonErrors.invalid({}, [
            { path: 'permissions', message: `没有该权限或不能授予:${permission}` },
          ]);
      }
      await store.transaction(async (work) => {
        const tables = work.db.withTables<AccessTables>();
        const values = { ...role, permissions: [...role.permissions], system: 'custom', built_in: false };
        await tables
          .insertInto('access_role')
          .values(values)
          .onConflict((conflict) =>
            conflict.column('id').doUpdateSet({
              title: values.title,
              permissions: values.permissions,
              clearance: values.clearance,
              reach: values.reach,
            }),
          )
          .execute();
        audit.add(work, by, {
          module: 'access',
          event: 'grant',
          objectType: 'role',
          objectId: role.id,
          result: 'success',
          detail: { permissions: role.permissions.length },
        });
      });
      await principals.changed('*');
    },
    async setRoleFactor(role, required, by) {
      await store.transaction(async (work) => {
        const changed = await work.db
          .withTables<AccessTables>()
          .updateTable('access_role')
          .set({ second_factor: required })
          .where('id', '=', role)
          .returning('id')
          .execute();
        if (changed.length === 0) throw accessErrors.unknownRole({ role });
        audit.add(work, by, {
          module: 'access',
          event: 'config',
          objectType: 'role',
          objectId: role,
          result: 'success',
          detail: { secondFactor: required },
        });
      });
      await principals.changed('*');
    },
  };
}

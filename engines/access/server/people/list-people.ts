/** Looks people up: the administrators' list with accounts and posts, and colleagues by name for pickers. */
import type { Store } from '../../../store/index.ts';
import type { Person } from '../../contract.ts';
import type { Attempts } from '../sign-in/attempts.ts';
import type { AccessTables } from '../tables.ts';
import type { Organs } from './organs.ts';
import { grantOf } from './posts.ts';

const mostColleagues = 30;

function escapePattern(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

export interface PeopleList {
  list(query: {
    page: number;
    size: number;
    search: string;
    kind: string;
  }): Promise<{ rows: Person[]; total: number }>;
  /** Officials by name, with the department of their first post; for pickers. */
  colleagues(search: string): Promise<{ id: string; name: string; department: string }[]>;
}

export function openPeopleList(deps: {
  readonly store: Store;
  readonly organs: Organs;
  readonly attempts: Attempts;
}): PeopleList {
  const { store, organs, attempts } = deps;
  const db = store.db.withTables<AccessTables>();

  return {
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
  };
}

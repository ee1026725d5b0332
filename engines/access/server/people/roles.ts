/** Roles: the list, those the security administrator makes up, and which of them need a second factor. */
import type { Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Store } from '../../../store/index.ts';
import { accessErrors } from '../../errors.ts';
import type { RoleDefinition } from '../../service.ts';
import type { Audit } from '../audit/open-audit.ts';
import type { AccessTables } from '../tables.ts';
import type { Principals } from './principals.ts';

export interface Roles {
  list(): Promise<readonly RoleDefinition[]>;
  save(role: Omit<RoleDefinition, 'builtIn' | 'system' | 'secondFactor'>, by: Principal): Promise<void>;
  /** Whether whoever holds the role needs a second factor. */
  setFactor(role: string, required: boolean, by: Principal): Promise<void>;
}

export function openRoles(deps: {
  readonly store: Store;
  readonly audit: Audit;
  readonly principals: Principals;
  readonly permissionExists: (permission: string) => boolean;
}): Roles {
  const { store, audit, principals } = deps;
  const db = store.db.withTables<AccessTables>();

  return {
    async list() {
      const rows = await db.selectFrom('access_role').selectAll().orderBy('system').orderBy('id').execute();
      return rows.map(({ built_in, second_factor, ...role }) => ({
        ...role,
        builtIn: built_in,
        secondFactor: second_factor,
      }));
    },
    async save(role, by) {
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
    async setFactor(role, required, by) {
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

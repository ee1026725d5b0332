/** Roles that the contracts declare, written at every start; what people set beside them stays. */
import type { AnyContract, RoleSpec } from '../../../../kernel/contract.ts';
import type { Store } from '../../../store/index.ts';
import { factorRoles } from '../../data/second-factor.ts';
import type { AccessTables } from '../tables.ts';

const systemAdministrator = 'access:system-administrator';

function rolesOf(contract: AnyContract): readonly Omit<AccessTables['access_role'], 'second_factor'>[] {
  const roles: Readonly<Record<string, RoleSpec>> = contract.roles ?? {};
  return Object.entries(roles).map(([key, role]) => ({
    id: `${contract.id}:${key}`,
    title: role.title,
    system: contract.id,
    permissions: role.allow.map((name) => `${contract.id}:${name}`),
    clearance: role.clearance ?? 'internal',
    reach: role.reach ?? 'area',
    built_in: true,
  }));
}

export async function loadBuiltInRoles(store: Store, contracts: readonly AnyContract[]): Promise<void> {
  const administration = contracts.flatMap(({ id, administration: names = [] }) =>
    names.map((name: string) => `${id}:${name}`),
  );
  const rows = contracts
    .flatMap((contract) => rolesOf(contract))
    .map((role) =>
      role.id === systemAdministrator
        ? { ...role, permissions: [...role.permissions, ...administration] }
        : role,
    );
  if (rows.length === 0) return;
  await store.db
    .withTables<AccessTables>()
    .insertInto('access_role')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        title: eb.ref('excluded.title'),
        permissions: eb.ref('excluded.permissions'),
        clearance: eb.ref('excluded.clearance'),
        reach: eb.ref('excluded.reach'),
      })),
    )
    .execute();
}

/** Roles that need a second factor from the beginning; later the security administrator decides. */
export async function loadFactorRoles(store: Store): Promise<void> {
  await store.once('access.factor-roles', async () => {
    await store.db
      .withTables<AccessTables>()
      .updateTable('access_role')
      .set({ second_factor: true })
      .where('id', 'in', Object.keys(factorRoles))
      .execute();
  });
}

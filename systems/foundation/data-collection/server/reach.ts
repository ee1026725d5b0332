/** Finds a source or dataset that the caller may see, and asks whether he may also act on it: both by the one decision. */
import {
  clearanceOver,
  decisionMatches,
  type FieldClass,
  type Principal,
} from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import type { Permission } from '../permissions.ts';
import { dataset } from '../registers/dataset.ts';
import { source } from '../registers/source.ts';

export type SourceRow = Row<typeof source>;
export type DatasetRow = Row<typeof dataset>;

export function may(services: Services, principal: Principal, act: Permission, department: string): boolean {
  const decision = services.use(access).decide(principal, `data-collection:${act}`);
  return decisionMatches(decision, { departments: [department] });
}

/** Whole row, once the caller's own look at it has shown that he may; out of reach is as good as absent. */
export async function reachSource(
  services: Services,
  principal: Principal,
  id: string,
  act: Permission,
): Promise<SourceRow> {
  const rows = services.use(registers).of(source);
  await rows.get(principal, id);
  const row = await rows.trusted.find(services.use(store).db, id);
  if (row === undefined) throw commonErrors.missing();
  if (!may(services, principal, act, row.department)) throw commonErrors.forbidden();
  return row;
}

export async function reachDataset(
  services: Services,
  principal: Principal,
  id: string,
  act: Permission,
): Promise<DatasetRow> {
  const rows = services.use(registers).of(dataset);
  await rows.get(principal, id);
  const row = await rows.trusted.find(services.use(store).db, id);
  if (row === undefined) throw commonErrors.missing();
  if (!may(services, principal, act, row.department)) throw commonErrors.forbidden();
  return row;
}

/** How much of a department's values the caller may read: the highest of the grants that reach it, none when none does. */
export function clearanceFor(principal: Principal, department: string): FieldClass {
  const grants = principal.grants.get('data-collection:preview') ?? [];
  return clearanceOver(grants, { departments: [department] }) ?? 'public';
}

/** A project that the caller sees, and what he may do with it. */
import { decisionMatches } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Database, store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import type { Permission } from '../../permissions.ts';
import { operator } from '../../registers/operator.ts';
import { project } from '../../registers/project.ts';

export type ProjectRow = Row<typeof project>;

export function may(
  context: Context,
  act: Permission,
  of: { readonly agent: string; readonly provider: string },
): boolean {
  return decisionMatches(context.use(access).decide(context.principal, `data-operation:${act}`), {
    departments: [of.provider],
    subjects: [of.agent],
  });
}

/** Throws city.missing for one that the caller does not see. */
export async function seenProject(context: Context, id: string): Promise<ProjectRow> {
  const rows = context.use(registers).of(project);
  await rows.get(context.principal, id);
  const row = await rows.trusted.find(context.use(store).db, id);
  if (row === undefined) throw commonErrors.missing();
  return row;
}

/** Active, within its term, and its operator's authorisation holds. */
export async function isInForce(
  services: Services,
  db: Database,
  row: ProjectRow,
  now: Date,
): Promise<boolean> {
  const by = await services.use(registers).of(operator).trusted.find(db, row.operator);
  const today = shanghaiDate(now);
  return row.status === 'active' && row.until >= today && by?.status === 'active' && by.until >= today;
}

/** Throws data-operation.notInForce. */
export async function requireInForce(services: Services, work: Work, row: ProjectRow): Promise<void> {
  if (!(await isInForce(services, work.db, row, work.now))) throw errors.notInForce();
}

/**
 * The project locked, in force, this caller's own, of this method, with a run left, which is counted. One after the other: two at once cannot
 * both take the last run.
 */
export async function takeRun(
  context: Context,
  work: Work,
  id: string,
  methods: readonly string[],
): Promise<ProjectRow> {
  const { trusted } = context.use(registers).of(project);
  const row = await trusted.lock(work, id);
  if (row === undefined || !may(context, 'read', row)) throw commonErrors.missing();
  if (row.agent !== context.principal.id || !may(context, 'apply', row)) throw commonErrors.forbidden();
  await requireInForce(context, work, row);
  if (!methods.includes(row.method)) throw errors.otherMethod();
  if (row.used >= row.runs) throw errors.usedUp({ most: row.runs });
  return trusted.update(work, context.principal.id, row, { used: row.used + 1 });
}

/** An export as its row holds it: who may see it, and what people read of it. */
import { decisionMatches, type Principal } from '../../../../../kernel/access.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { access, type ExitWish } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import type { ExportState } from '../../data/export-states.ts';
import { errors } from '../../errors.ts';
import { exported } from '../../registers/export.ts';
import type { Exported } from '../../routes/export-routes.ts';
import { departmentName } from '../hold/describe-register.ts';

export type ExportRow = Row<typeof exported>;

/** 'DC20261127-4F9A2C1B' → what its watermark says. */
export function markOf(number: string): string {
  return number.slice(-8);
}

export function wishOf(row: ExportRow): ExitWish {
  return {
    register: row.register,
    query: JSON.parse(row.query ?? '{}') as ExitWish['query'],
    fields: Array.isArray(row.fields) ? row.fields.map(String) : undefined,
    format: row.format === 'csv' ? 'csv' : 'xlsx',
  };
}

/** Who decides over a way out that is there no longer. */
const usualApproval = 'data-protection:approve-exports';

function reachesBy(services: Services, principal: Principal, permission: string, owner: string): boolean {
  return decisionMatches(services.use(access).decide(principal, permission), { departments: [owner] });
}

/** By the permission that the way out names, over the department that answers for what leaves. */
export function mayApprove(
  services: Services,
  principal: Principal,
  { register, owner }: Pick<ExportRow, 'register' | 'owner'>,
): boolean {
  const approve = services.use(access).exits.find(register)?.approve ?? usualApproval;
  return reachesBy(services, principal, approve, owner);
}

export function mayOversee(
  services: Services,
  principal: Principal,
  { owner }: Pick<ExportRow, 'owner'>,
): boolean {
  return reachesBy(services, principal, 'data-protection:read-exports', owner);
}

/** Throws noSuchExport for whoever neither asked nor oversees it: others' and missing ones get one answer. */
export async function getExport(
  services: Services,
  db: Database,
  principal: Principal,
  id: string,
): Promise<ExportRow> {
  const row = await services.use(registers).of(exported).trusted.find(db, id);
  const seen =
    row !== undefined &&
    (row.requester === principal.id ||
      mayApprove(services, principal, row) ||
      mayOversee(services, principal, row));
  if (!seen) throw errors.noSuchExport();
  return row;
}

/** An approved one whose time is over counts as over before the nightly job has written it. */
export function stateOf(row: ExportRow, now: Date): ExportState {
  const state = row.standing as ExportState;
  return state === 'approved' && row.until !== null && new Date(row.until) < now ? 'expired' : state;
}

export function summarise(
  services: Services,
  row: ExportRow,
  names: ReadonlyMap<string, string>,
  now: Date,
): Exported {
  return {
    id: row.id,
    version: row.version,
    number: row.number,
    state: stateOf(row, now),
    title: row.title,
    ownerName: departmentName(services, row.owner),
    requesterName: names.get(row.requester) ?? '',
    purpose: row.purpose,
    rows: row.rows,
    askedAt: row.askedAt,
    until: row.until,
    takenAt: row.takenAt,
  };
}

/** Requests (申诉, 延期, 挂起) as people see them, and the list of those that a person may decide. */
import type { Principal } from '../../../../kernel/access.ts';
import type { AccessService } from '../../../access/index.ts';
import type { Request } from '../../contract.ts';
import { type Database, scopeCondition, sql } from '../../../store/index.ts';
import type { CaseKinds } from '../case/case-kinds.ts';
import { limitOf } from '../case/load-state.ts';
import type { RequestRow } from '../tables.ts';

export function showRequest(access: AccessService, row: RequestRow, readable: boolean): Request {
  return {
    id: row.id,
    caseId: row.case_id,
    type: row.type,
    number: row.number,
    title: row.title,
    kind: row.kind,
    kindTitle: row.kind_title,
    unit: row.unit,
    unitName: row.unit === null ? null : (access.findDepartment(row.unit)?.shortName ?? row.unit),
    askedBy: row.asked_by,
    askedName: row.asked_name,
    askedAt: row.asked_at,
    reason: readable ? row.reason : '',
    files: readable ? row.files : [],
    limit: limitOf(row.limit_amount, row.limit_unit),
    state: row.state,
    decidedName: row.decided_name,
    decidedAt: row.decided_at,
    answer: readable ? row.answer : null,
  };
}

export interface RequestQuery {
  readonly type: string;
  readonly page: number;
  readonly size: number;
}

const scopeColumns = { area: 'area', departments: ['unit', 'lead_unit'], subjects: ['initiator'] } as const;

/** Every permission that decides something, with the rows it reaches. */
function decidable(access: AccessService, kinds: CaseKinds, principal: Principal) {
  const permissions = new Set(
    kinds
      .all()
      .flatMap((kind) =>
        Object.values(kind.process.requests ?? {}).map((rule) => `${kind.system}:${rule.decide}`),
      ),
  );
  const parts = [...permissions].flatMap((permission) => {
    const decision = access.decide(principal, permission);
    return decision.permit
      ? [sql<boolean>`(permission = ${permission} and ${scopeCondition(decision, scopeColumns)})`]
      : [];
  });
  return parts.length === 0 ? undefined : sql<boolean>`(${sql.join(parts, sql` or `)})`;
}

export async function listRequests(
  sources: { readonly db: Database; readonly access: AccessService; readonly kinds: CaseKinds },
  principal: Principal,
  query: RequestQuery,
): Promise<{ rows: Request[]; more: boolean }> {
  const mine = decidable(sources.access, sources.kinds, principal);
  if (mine === undefined) return { rows: [], more: false };
  const type = query.type === '' ? sql`true` : sql`type = ${query.type}`;
  const found =
    await sql<RequestRow>`select * from flow_request where state = 'open' and asked_by <> ${principal.id} and ${type} and ${mine}
    order by asked_at limit ${query.size + 1} offset ${(query.page - 1) * query.size}`.execute(sources.db);
  const rows = found.rows.slice(0, query.size).map((row) => showRequest(sources.access, row, true));
  return { rows, more: found.rows.length > query.size };
}

export async function countRequests(
  sources: { readonly db: Database; readonly access: AccessService; readonly kinds: CaseKinds },
  principal: Principal,
): Promise<number> {
  const mine = decidable(sources.access, sources.kinds, principal);
  if (mine === undefined) return 0;
  const found = await sql<{ count: number }>`select count(*)::integer as count from
    (select 1 from flow_request where state = 'open' and asked_by <> ${principal.id} and ${mine} limit 1000) as bounded`.execute(
    sources.db,
  );
  return found.rows[0]?.count ?? 0;
}

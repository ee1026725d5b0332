/** Reads the quarantine within a person's reach, and marks what was done with a row. */
import { type RawBuilder, sql } from 'kysely';
import type { Permit } from '../../../access/index.ts';
import { type Database, scopeCondition } from '../../../store/index.ts';
import type { Reading } from '../../service.ts';

export interface QuarantineRow {
  readonly id: string;
  readonly protocol: string;
  readonly device: string | null;
  readonly reason: string;
  readonly body: Buffer;
  readonly reading: Reading | null;
  readonly state: 'kept' | 'replayed' | 'dropped';
  readonly receivedAt: string;
}

export interface QuarantineQuery {
  readonly state: QuarantineRow['state'];
  readonly protocol?: string | undefined;
  readonly reason?: string | undefined;
  readonly before?: string | undefined;
  readonly size: number;
}

const columns = sql`id, protocol, device, reason, body, reading, state, received_at as "receivedAt"`;

/** What names no device of ours is seen only by those who see everything. */
function reach(permit: Permit): RawBuilder<boolean> {
  return scopeCondition(permit, { area: 'area', departments: ['department'] });
}

/** Newest first. */
export async function listQuarantine(
  db: Database,
  permit: Permit,
  query: QuarantineQuery,
): Promise<readonly QuarantineRow[]> {
  const found = await sql<QuarantineRow>`select ${columns} from telemetry_quarantine
    where state = ${query.state} and ${reach(permit)}
      and (${query.protocol ?? null}::text is null or protocol = ${query.protocol ?? null})
      and (${query.reason ?? null}::text is null or reason = ${query.reason ?? null})
      and (${query.before ?? null}::uuid is null or id < ${query.before ?? null})
    order by id desc limit ${query.size}`.execute(db);
  return found.rows;
}

export async function findKept(db: Database, permit: Permit, id: string): Promise<QuarantineRow | undefined> {
  const found = await sql<QuarantineRow>`select ${columns} from telemetry_quarantine
    where id = ${id} and state = 'kept' and ${reach(permit)}`.execute(db);
  return found.rows[0];
}

export async function markHandled(
  db: Database,
  id: string,
  state: 'replayed' | 'dropped',
  by: string,
  now: Date,
): Promise<void> {
  await sql`update telemetry_quarantine set state = ${state}, handled_at = ${now}, handled_by = ${by}
    where id = ${id} and state = 'kept'`.execute(db);
}

/** Rows that are older than the moment, handled or not. */
export async function forgetBefore(db: Database, before: Date): Promise<void> {
  await sql`delete from telemetry_quarantine where received_at < ${before}`.execute(db);
}

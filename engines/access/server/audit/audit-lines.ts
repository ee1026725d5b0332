/** Audit lines as rows: made with their digest, written with the act they tell of, read back in the order in which they are recorded. */
import { createHash } from 'node:crypto';
import type { Principal } from '../../../../kernel/access.ts';
import { type AuditLine, auditStatement, oneLine } from '../../../../kernel/audit-line.ts';
import { newId } from '../../../../kernel/ids.ts';
import { type Database, type RawBuilder, sql } from '../../../store/index.ts';
import type { AuditEntry } from '../../service.ts';

/** SM3 over the line's statement: it lies beside the line, and is the data of the line's leaf in the log. */
export function lineDigest(line: AuditLine): string {
  return createHash('sm3').update(auditStatement(line)).digest('hex');
}

/** 代办: the line names who really acts; for whom, and under what, is in the detail. */
function actorOf({ id, acting }: Principal, entry: AuditEntry) {
  if (acting === undefined) return { subject: id, detail: entry.detail ?? {} };
  return { subject: acting.agent, detail: { ...entry.detail, actingFor: id, agency: acting.agency } };
}

export function makeLine(now: Date, principal: Principal, entry: AuditEntry): AuditLine {
  const { subject, detail } = actorOf(principal, entry);
  return {
    id: newId(),
    at: now.toISOString(),
    subject: oneLine(subject),
    address: oneLine(principal.origin?.address ?? ''),
    trace: oneLine(principal.origin?.traceId ?? ''),
    module: oneLine(entry.module),
    event: oneLine(entry.event),
    objectType: oneLine(entry.objectType),
    objectId: oneLine(entry.objectId),
    result: oneLine(entry.result),
    detail: oneLine(JSON.stringify(detail)),
  };
}

/** One JSON parameter, so that one prepared text serves one line and a hundred. */
export function lineInsert(lines: readonly AuditLine[]): RawBuilder<unknown> {
  const rows = lines.map((line) => ({ ...line, digest: lineDigest(line) }));
  return sql`insert into access_audit (id, at, subject, address, trace, module, event, object_type, object_id, result, detail, digest)
    select id, at, subject, address, trace, module, event, "objectType", "objectId", result, detail, digest
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as line (id uuid, at timestamptz, subject text, address text, trace text,
      module text, event text, "objectType" text, "objectId" text, result text, detail text, digest text)`;
}

export interface StoredLine extends AuditLine {
  readonly transaction: string;
  readonly position: number;
  readonly digest: string;
}

/** A place in the order of the lines. */
export interface LinePlace {
  readonly transaction: string;
  readonly position: number;
}

export const beforeAll: LinePlace = { transaction: '0', position: 0 };

export const lineColumns = sql`line.transaction::text as transaction, line.position, line.id, line.at, line.subject, line.address,
  line.trace, line.module, line.event, line.object_type as "objectType", line.object_id as "objectId", line.result, line.detail, line.digest`;

/** PostgreSQL drops trailing zeros of fractions; the digest is over the three-digit form. */
export function asWritten(line: StoredLine): StoredLine {
  return { ...line, at: new Date(line.at).toISOString() };
}

const page = 5000;

/** The lines after one place up to another, page by page; ordered by the column, not by its text, in which 1000 stands before 999. */
export async function* linesBetween(
  db: Database,
  after: LinePlace,
  upTo: LinePlace,
): AsyncGenerator<readonly StoredLine[]> {
  let place = after;
  for (;;) {
    const found = await sql<StoredLine>`select ${lineColumns} from access_audit line
      where (transaction, position) > (${place.transaction}::xid8, ${place.position}::bigint)
        and (transaction, position) <= (${upTo.transaction}::xid8, ${upTo.position}::bigint)
      order by line.transaction, position limit ${page}`.execute(db);
    if (found.rows.length > 0) yield found.rows.map(asWritten);
    const last = found.rows.at(-1);
    if (last === undefined || found.rows.length < page) return;
    place = last;
  }
}

/** Searching the audit: by time, actor, action, module and object, newest first. */
import { type RawBuilder, type Store, sql } from '../../../store/index.ts';
import type { AuditFilter } from '../../contract.ts';
import { asWritten, lineColumns, type StoredLine } from './audit-lines.ts';

export interface ListedLine extends StoredLine {
  readonly sealed: boolean;
}

const countedAtMost = 10_000;

function conditionOf(filter: AuditFilter): RawBuilder<unknown> {
  const parts = [sql`true`];
  if (filter.subject !== '') parts.push(sql`subject = ${filter.subject}`);
  if (filter.module !== '') parts.push(sql`module = ${filter.module}`);
  if (filter.event !== '') parts.push(sql`event = any(${filter.event.split(',')})`);
  if (filter.objectId !== '') parts.push(sql`object_id = ${filter.objectId}`);
  if (!Number.isNaN(Date.parse(filter.from))) parts.push(sql`at >= ${new Date(filter.from)}`);
  if (!Number.isNaN(Date.parse(filter.to))) parts.push(sql`at < ${new Date(filter.to)}`);
  return sql.join(parts, sql` and `);
}

async function count(store: Store, filter: AuditFilter): Promise<number> {
  const counted = await sql<{ count: number }>`select count(*) as count from
    (select 1 from access_audit where ${conditionOf(filter)} limit ${countedAtMost + 1}) as bounded`.execute(
    store.db,
  );
  return counted.rows[0]?.count ?? 0;
}

/** `more`: there are more than are counted. */
export async function listLines(
  store: Store,
  filter: AuditFilter,
  page: { readonly page: number; readonly size: number },
): Promise<{ readonly rows: readonly ListedLine[]; readonly total: number; readonly more: boolean }> {
  const total = await count(store, filter);
  const found = await sql<ListedLine>`
    with seal as (select last_transaction, last_position from access_audit_seal order by number desc limit 1)
    select ${lineColumns}, exists (select 1 from seal where (transaction, position) <= (last_transaction, last_position)) as sealed
    from access_audit line where ${conditionOf(filter)} order by at desc, position desc
    limit ${page.size} offset ${(page.page - 1) * page.size}`.execute(store.db);
  const rows = found.rows.map((line) => ({ ...asWritten(line), sealed: line.sealed }));
  return { rows, total, more: total > countedAtMost };
}

/** The lines that the filter finds, oldest first; at most one more than `most`, so that the caller sees when there are too many. */
export async function findLines(
  store: Store,
  filter: AuditFilter,
  most: number,
): Promise<readonly StoredLine[]> {
  const found =
    await sql<StoredLine>`select ${lineColumns} from access_audit line where ${conditionOf(filter)}
    order by at, position limit ${most + 1}`.execute(store.db);
  return found.rows.map(asWritten);
}

export async function findLine(store: Store, position: number): Promise<StoredLine | undefined> {
  const found = await sql<StoredLine>`select ${lineColumns} from access_audit line
    where position = ${position}`.execute(store.db);
  return found.rows.map(asWritten)[0];
}

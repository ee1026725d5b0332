/** The audit: a line commits with the act it tells of, and lines are sealed into a hash chain that shows any later change. */
import { createHash } from 'node:crypto';
import type { Principal } from '../../../kernel/access.ts';
import { newId } from '../../../kernel/ids.ts';
import { type Database, type RawBuilder, type Store, sql, type Work } from '../../store/index.ts';
import { accessErrors } from '../contract.ts';
import type { AuditEntry } from '../service.ts';

/** A line exactly as it is hashed: every field is text, so that what is read back hashes the same. */
interface AuditLine {
  readonly id: string;
  readonly at: string;
  readonly subject: string;
  readonly address: string;
  readonly trace: string;
  readonly module: string;
  readonly event: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly result: string;
  readonly detail: string;
}

function sm3(...parts: readonly string[]): string {
  const hash = createHash('sm3');
  for (const part of parts) hash.update(part).update('\n');
  return hash.digest('hex');
}

function lineDigest(line: AuditLine): string {
  return sm3(
    line.id,
    line.at,
    line.subject,
    line.address,
    line.trace,
    line.module,
    line.event,
    line.objectType,
    line.objectId,
    line.result,
    line.detail,
  );
}

function makeLine(now: Date, principal: Principal, entry: AuditEntry): AuditLine {
  return {
    id: newId(),
    at: now.toISOString(),
    subject: principal.id,
    address: principal.origin?.address ?? '',
    trace: principal.origin?.traceId ?? '',
    module: entry.module,
    event: entry.event,
    objectType: entry.objectType,
    objectId: entry.objectId,
    result: entry.result,
    detail: JSON.stringify(entry.detail ?? {}),
  };
}

/** One JSON parameter, so that one prepared text serves one line and a hundred. */
function lineInsert(lines: readonly AuditLine[]): RawBuilder<unknown> {
  const rows = lines.map((line) => ({ ...line, digest: lineDigest(line) }));
  return sql`insert into access_audit (id, at, subject, address, trace, module, event, object_type, object_id, result, detail, digest)
    select id, at, subject, address, trace, module, event, "objectType", "objectId", result, detail, digest
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as line (id uuid, at timestamptz, subject text, address text, trace text,
      module text, event text, "objectType" text, "objectId" text, result text, detail text, digest text)`;
}

export interface Audit {
  add(work: Work, principal: Principal, entry: AuditEntry): void;
  addAlone(principal: Principal, entry: AuditEntry): Promise<void>;
  /** Seals what is not sealed yet; returns the number of lines. One process at a time. */
  seal(): Promise<number>;
  verify(): Promise<{
    sealed: number;
    batches: number;
    unsealed: number;
    intact: boolean;
    firstBad: string | null;
  }>;
  stop(): void;
}

const sealEvery = 1000;
const linesPerSeal = 5000;

export function openAudit(store: Store): Audit {
  const pending = new WeakMap<Work, AuditLine[]>();
  let lastSealed = Date.now();
  let sealing: Promise<number> = Promise.resolve(0);

  function checkSealing(): void {
    if (Date.now() - lastSealed > store.settings.value('access.audit-stop-seconds') * 1000)
      throw accessErrors.auditStopped();
  }

  /** Ordered by the column, not by its text of the same name, in which 1000 stands before 999. */
  async function sealBatch(): Promise<number> {
    return store.transaction(async (work) => {
      const free = await sql<{
        free: boolean;
      }>`select pg_try_advisory_xact_lock(hashtext('city.audit')) as free`.execute(work.db);
      if (!free.rows[0]?.free) return 0;
      const last = await lastSeal(work.db);
      const found = await sql<{ transaction: string; position: number; digest: string }>`
        select transaction::text as transaction, position, digest from access_audit
        where (transaction, position) > (${last.transaction}::xid8, ${last.position}::bigint)
          and transaction < pg_snapshot_xmin(pg_current_snapshot())
        order by access_audit.transaction, position limit ${linesPerSeal}`.execute(work.db);
      const end = found.rows.at(-1);
      if (end === undefined) return 0;
      const digest = sm3(last.digest, ...found.rows.map((row) => row.digest));
      await sql`insert into access_audit_seal (number, last_transaction, last_position, lines, digest)
        values (${last.number + 1}, ${end.transaction}::xid8, ${end.position}, ${found.rows.length}, ${digest})`.execute(
        work.db,
      );
      return found.rows.length;
    });
  }

  /** One at a time in this process; who comes meanwhile waits for the running one and then seals the rest. */
  function seal(): Promise<number> {
    sealing = sealing.then(sealBatch, sealBatch).then((lines) => {
      lastSealed = Date.now();
      return lines;
    });
    return sealing;
  }

  const timer = setInterval(() => void seal().catch(() => undefined), sealEvery);
  timer.unref();

  return {
    add(work, principal, entry) {
      checkSealing();
      const line = makeLine(work.now, principal, entry);
      const lines = pending.get(work);
      if (lines !== undefined) {
        lines.push(line);
        return;
      }
      const fresh = [line];
      pending.set(work, fresh);
      work.beforeCommit('access.audit', () => lineInsert(fresh));
    },
    async addAlone(principal, entry) {
      checkSealing();
      await lineInsert([makeLine(store.clock.now(), principal, entry)]).execute(store.db);
    },
    seal,
    verify: () => verifyChain(store.db),
    stop() {
      clearInterval(timer);
    },
  };
}

async function lastSeal(
  db: Database,
): Promise<{ number: number; transaction: string; position: number; digest: string }> {
  const found = await sql<{ number: number; transaction: string; position: number; digest: string }>`
    select number, last_transaction::text as transaction, last_position as position, digest from access_audit_seal
    order by number desc limit 1`.execute(db);
  return found.rows[0] ?? { number: 0, transaction: '0', position: 0, digest: '' };
}

interface StoredLine extends AuditLine {
  readonly transaction: string;
  readonly position: number;
  readonly digest: string;
}

async function linesBetween(
  db: Database,
  after: { transaction: string; position: number },
  upTo: { transaction: string; position: number },
): Promise<readonly StoredLine[]> {
  const found = await sql<StoredLine>`
    select transaction::text as transaction, position, id, at, subject, address, trace, module, event, object_type as "objectType",
      object_id as "objectId", result, detail, digest from access_audit
    where (transaction, position) > (${after.transaction}::xid8, ${after.position}::bigint)
      and (transaction, position) <= (${upTo.transaction}::xid8, ${upTo.position}::bigint)
    order by access_audit.transaction, position`.execute(db);
  return found.rows;
}

/** PostgreSQL drops trailing zeros of fractions; the hash was over the three-digit form. */
function asWritten(line: StoredLine): AuditLine {
  return { ...line, at: new Date(line.at).toISOString() };
}

/** Walks the whole chain; names the first line or seal that does not fit. */
async function verifyChain(db: Database): ReturnType<Audit['verify']> {
  const seals = await sql<{
    number: number;
    transaction: string;
    position: number;
    lines: number;
    digest: string;
  }>`
    select number, last_transaction::text as transaction, last_position as position, lines, digest from access_audit_seal order by number`.execute(
    db,
  );
  let before = { transaction: '0', position: 0, digest: '' };
  let sealed = 0;
  let firstBad: string | null = null;
  for (const [index, seal] of seals.rows.entries()) {
    const lines = await linesBetween(db, before, seal);
    const bad = lines.find((line) => lineDigest(asWritten(line)) !== line.digest);
    if (bad !== undefined) firstBad = `第 ${bad.position} 条记录的内容与其摘要不符`;
    else if (seal.number !== index + 1) firstBad = `缺少第 ${index + 1} 号封存`;
    else if (lines.length !== seal.lines)
      firstBad = `第 ${seal.number} 号封存应有 ${seal.lines} 条记录，现有 ${lines.length} 条`;
    else if (sm3(before.digest, ...lines.map((line) => line.digest)) !== seal.digest)
      firstBad = `第 ${seal.number} 号封存与其记录不符`;
    if (firstBad !== null) break;
    sealed += lines.length;
    before = seal;
  }
  const rest = await sql<{ count: number }>`select count(*) as count from access_audit
    where (transaction, position) > (${before.transaction}::xid8, ${before.position}::bigint)`.execute(db);
  return {
    sealed,
    batches: seals.rows.length,
    unsealed: rest.rows[0]?.count ?? 0,
    intact: firstBad === null,
    firstBad,
  };
}

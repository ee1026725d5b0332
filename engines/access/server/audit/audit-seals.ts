/** Seals as rows: each closes a batch of lines, by the root of the log after them; the oldest ones, from before the log, by a chain of digests. */
import { createHash } from 'node:crypto';
import { type Database, sql } from '../../../store/index.ts';
import type { LinePlace } from './audit-lines.ts';

export interface Seal extends LinePlace {
  readonly number: number;
  readonly lines: number;
  /** Root of the log, or digest over the seal before and its lines when `leaf` is null. */
  readonly digest: string;
  readonly at: string;
  /** Index of its first line in the log. */
  readonly leaf: number | null;
}

const columns = sql`number, last_transaction::text as transaction, last_position as position, lines, digest, at, leaf`;

export async function findLastSeal(db: Database): Promise<Seal | undefined> {
  const found =
    await sql<Seal>`select ${columns} from access_audit_seal order by number desc limit 1`.execute(db);
  return found.rows[0];
}

export async function findSeal(db: Database, number: number): Promise<Seal | undefined> {
  const found = await sql<Seal>`select ${columns} from access_audit_seal where number = ${number}`.execute(
    db,
  );
  return found.rows[0];
}

/** Number of the first seal made at or after the moment; undefined when there is none. */
export async function findSealSince(db: Database, moment: Date): Promise<number | undefined> {
  const found = await sql<{ number: number }>`select number from access_audit_seal where at >= ${moment}
    order by number limit 1`.execute(db);
  return found.rows[0]?.number;
}

const page = 1000;

/** Seals from one number to another, both included. */
export async function* sealsBetween(db: Database, from: number, to: number): AsyncGenerator<Seal> {
  for (let next = from; next <= to; ) {
    const found =
      await sql<Seal>`select ${columns} from access_audit_seal where number between ${next} and ${to}
      order by number limit ${page}`.execute(db);
    yield* found.rows;
    const last = found.rows.at(-1);
    if (last === undefined) return;
    next = last.number + 1;
  }
}

/** How seals were chained before there was a log: over the seal before and the digests of the lines, each with a line feed. */
export function chainDigest(before: string, digests: readonly string[]): string {
  const hash = createHash('sm3').update(`${before}\n`);
  for (const digest of digests) hash.update(`${digest}\n`);
  return hash.digest('hex');
}

/** What the first leaf says in a city that had sealed lines before it had the log: the whole chain hangs on its last digest. */
export function anchorStatement(last: Pick<Seal, 'number' | 'digest'>): string {
  return `shuzi-fuyang/audit-chain\n${last.number}\n${last.digest}\n`;
}

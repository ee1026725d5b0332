/** Signed heads as they lie in the database. */
import { type Database, sql } from '../../../store/index.ts';
import type { TreeHead } from '../../proof/tree-head.ts';

/** PostgreSQL drops trailing zeros of fractions; the signature is over the three-digit form. */
function asSigned(row: TreeHead): TreeHead {
  return { ...row, at: new Date(row.at).toISOString() };
}

const columns = sql`log, size, root, at, key, signature`;

export async function findNewest(db: Database, log: string): Promise<TreeHead | undefined> {
  const found = await sql<TreeHead>`select ${columns} from trust_head where log = ${log}
    order by size desc limit 1`.execute(db);
  return found.rows.map(asSigned)[0];
}

export async function findOfSize(db: Database, log: string, size: number): Promise<TreeHead | undefined> {
  const found =
    await sql<TreeHead>`select ${columns} from trust_head where log = ${log} and size = ${size}`.execute(db);
  return found.rows.map(asSigned)[0];
}

/** Of every log that has leaves. */
export async function readNewest(db: Database): Promise<readonly TreeHead[]> {
  const found =
    await sql<TreeHead>`select newest.* from trust_log join lateral (select ${columns} from trust_head
    where log = trust_log.name order by size desc limit 1) newest on true order by log`.execute(db);
  return found.rows.map(asSigned);
}

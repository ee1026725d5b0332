/** Gives the planner statistics of young tables early: a plan made while a table was empty is kept, and reads all of it once it has grown. */
import { sql } from 'kysely';
import type { Database } from '../service.ts';
import { quoteName } from './table.ts';

const every = 5000;
/** Rows from which a plan for an empty table begins to hurt. */
const grown = 100;

/** Tables that were never analysed, or have doubled since; PostgreSQL's own autovacuum looks once a minute and takes over later. */
async function youngTables(db: Database): Promise<readonly string[]> {
  const found = await sql<{ name: string }>`
    select relname as name from pg_stat_user_tables
    where schemaname = current_schema() and n_mod_since_analyze > ${grown}
      and (coalesce(last_analyze, last_autoanalyze) is null or n_mod_since_analyze > n_live_tup / 2)`.execute(
    db,
  );
  return found.rows.map((row) => row.name);
}

export async function analyseYoungTables(db: Database): Promise<number> {
  const names = await youngTables(db);
  for (const name of names) await sql`analyze ${sql.raw(quoteName(name))}`.execute(db);
  return names.length;
}

/** Returns what stops it. */
export function keepAnalysing(db: Database): () => void {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    void analyseYoungTables(db)
      .catch(() => undefined)
      .finally(() => {
        busy = false;
      });
  }, every);
  timer.unref();
  return () => clearInterval(timer);
}

/** Indexes over the served rows of single datasets, by the fields that contracts narrow by; made and dropped while calls go on. */
import { sql, type Store } from '../../../store/index.ts';
import { indexNameOf } from './read-served.ts';

/** The fields of one contract's row conditions. */
export interface ServedIndex {
  readonly dataset: string;
  readonly fields: readonly string[];
}

async function isReady(store: Store, name: string): Promise<boolean | undefined> {
  const found = await sql<{ ready: boolean }>`select i.indisvalid as ready from pg_class c
    join pg_index i on i.indexrelid = c.oid
    where c.relname = ${name} and c.relnamespace = current_schema()::regnamespace`.execute(store.db);
  return found.rows[0]?.ready;
}

async function drop(store: Store, name: string): Promise<void> {
  await sql.raw(`drop index concurrently if exists "${name}"`).execute(store.db);
}

export async function indexServed(store: Store, { dataset, fields }: ServedIndex): Promise<void> {
  const names = fields.toSorted();
  if (names.length === 0) return;
  const name = indexNameOf(dataset, names);
  const ready = await isReady(store, name);
  if (ready === true) return;
  // What a killed server left half made.
  if (ready === false) await drop(store, name);
  const columns = sql.join(names.map((field) => sql`(row ->> ${sql.lit(field)})`));
  await sql`create index concurrently ${sql.ref(name)} on lake_served (batch, ${columns}, key)
    where dataset = ${sql.lit(dataset)}`.execute(store.db);
}

/** Drops what no contract needs any more. */
export async function keepIndexes(store: Store, wanted: readonly ServedIndex[]): Promise<number> {
  const names = new Set(wanted.map(({ dataset, fields }) => indexNameOf(dataset, fields.toSorted())));
  const found = await sql<{ name: string }>`select indexname as name from pg_indexes
    where schemaname = current_schema() and tablename = 'lake_served' and indexname like 'lake\_served\_by\_%'`.execute(
    store.db,
  );
  const over = found.rows.map(({ name }) => name).filter((name) => !names.has(name));
  for (const name of over) await drop(store, name);
  return over.length;
}

/** A load of millions of rows: the indexes that no constraint needs are put away, built anew once over everything, and the tables are vacuumed. */
import { sql, type Store } from '../../engines/store/index.ts';

interface Index {
  readonly name: string;
  readonly definition: string;
}

/** Kept one by one, an index of random keys costs a page written for each row; built at the end it is a sort. */
async function takeIndexes(store: Store, tables: readonly string[]): Promise<readonly Index[]> {
  const found =
    await sql<Index>`select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i left join pg_constraint c on c.conindid = i.indexrelid
    where i.indrelid = any(${[...tables]}::regclass[]) and c.oid is null`.execute(store.db);
  for (const { name } of found.rows) await sql`drop index ${sql.raw(name)}`.execute(store.db);
  return found.rows;
}

/** Nothing else may use the tables meanwhile. */
export async function loadBare(
  store: Store,
  tables: readonly string[],
  load: () => Promise<void>,
): Promise<void> {
  const taken = await takeIndexes(store, tables);
  await load();
  await store.transaction(async ({ db }) => {
    await sql`set local maintenance_work_mem = '512MB'`.execute(db);
    for (const { definition } of taken) await sql.raw(definition).execute(db);
  });
  for (const table of tables) await sql`vacuum analyze ${sql.table(table)}`.execute(store.db);
  await sql`checkpoint`.execute(store.db);
}

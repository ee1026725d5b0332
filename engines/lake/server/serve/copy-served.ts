/** The service layer: rows of the visible batch by key in PostgreSQL, so that a call reads one row by an index and not a file. */
import { sql, type Store } from '../../../store/index.ts';
import type { LakeField } from '../../field.ts';
import type { DuckSession } from '../duck/open-duck.ts';
import type { Duck } from '../duck/open-duck.ts';
import { findDataset } from '../load/batch-rows.ts';
import { copyText, quoteColumn } from '../load/quote.ts';
import { visibleRows } from '../visible-rows.ts';

const page = 5000;

/** One key field as it is; several joined by '|', with '\' before each '|' and '\' inside them, so that no two rows share a key. */
export function keyExpression(fields: readonly LakeField[]): string {
  const keys = fields.filter((field) => field.key).map((field) => `${quoteColumn(field.name)}::varchar`);
  // Of a dataset without keys the place of the row.
  if (keys.length === 0) return "_batch || '-' || _row::varchar";
  if (keys.length === 1) return keys.join('');
  return keys.map((key) => String.raw`replace(replace(${key}, '\', '\\'), '|', '\|')`).join(" || '|' || ");
}

async function* lines(
  session: DuckSession,
  given: {
    readonly from: string;
    readonly fields: readonly LakeField[];
    readonly dataset: string;
    readonly batch: string;
  },
): AsyncGenerator<string> {
  const { fields, dataset, batch } = given;
  const pairs = fields.map((field) => `${quoteColumn(field.name)} := ${quoteColumn(field.name)}`).join(', ');
  await session.run(
    `create or replace temp table served as select row_number() over () as n, ${keyExpression(fields)} as k,
       to_json(struct_pack(${pairs}))::varchar as row from ${given.from}`,
  );
  for (let after = 0; ; after += page) {
    const rows = await session.run(
      `select k, row from served where n > ${after} and n <= ${after + page} order by n`,
    );
    if (rows.length === 0) return;
    yield rows
      .map((row) => `${dataset}\t${batch}\t${copyText(String(row['k']))}\t${copyText(String(row['row']))}\n`)
      .join('');
  }
}

/** Copies the visible batch unless it is served already; readers see the former one until the last row is there. */
export async function copyServed(
  deps: { readonly store: Store; readonly duck: Duck },
  id: string,
): Promise<number> {
  const { store, duck } = deps;
  const dataset = await findDataset(store.db, id);
  if (dataset === undefined || dataset.file === null || dataset.batch === null) return 0;
  const { batch, fields } = dataset;
  const from = visibleRows(store, dataset);
  return duck.session((session) =>
    store.transaction(async (work) => {
      await sql`insert into lake_serving (dataset) values (${id}) on conflict do nothing`.execute(work.db);
      const known = await sql<{ batch: string | null; rows: number }>`
        select batch, rows from lake_serving where dataset = ${id} for update`.execute(work.db);
      if (known.rows[0]?.batch === batch) return known.rows[0].rows;
      const rows = await store.copyIn(
        work,
        'lake_served',
        ['dataset', 'batch', 'key', 'row'],
        lines(session, { from, fields, dataset: id, batch }),
      );
      await sql`update lake_serving set batch = ${batch}, rows = ${rows}, copied_at = ${work.now} where dataset = ${id}`.execute(
        work.db,
      );
      await sql`delete from lake_served where dataset = ${id} and batch <> ${batch}`.execute(work.db);
      return rows;
    }),
  );
}

export async function isServed(store: Store, id: string): Promise<boolean> {
  const found = await sql`select 1 from lake_serving where dataset = ${id}`.execute(store.db);
  return found.rows.length > 0;
}

export interface ServedRow {
  readonly key: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** One row by its key, or the next ones in the order of keys that have these values. */
export async function readServed(
  store: Store,
  query: {
    readonly dataset: string;
    readonly key?: string | undefined;
    readonly after?: string | undefined;
    readonly size: number;
    readonly where: Readonly<Record<string, readonly string[]>>;
  },
): Promise<readonly ServedRow[]> {
  const place = query.key === undefined ? sql`s.key > ${query.after ?? ''}` : sql`s.key = ${query.key}`;
  const conditions = Object.entries(query.where).map(
    ([name, values]) => sql`and s.row ->> ${name} = any(${[...values]}::text[])`,
  );
  const found =
    await sql<ServedRow>`select s.key, s.row from lake_serving v join lake_served s on s.dataset = v.dataset and s.batch = v.batch
    where v.dataset = ${query.dataset} and ${place} ${sql.join(conditions, sql` `)} order by s.key limit ${query.size}`.execute(
      store.db,
    );
  return found.rows;
}

/** The service layer: rows of the visible batch by key in PostgreSQL, so that a call reads one row by an index and not a file. */
import path from 'node:path';
import { sql, type Store, type Work } from '../../../store/index.ts';
import type { LakeField } from '../../field.ts';
import type { DatasetRow } from '../../types.ts';
import type { Duck, DuckSession } from '../duck/open-duck.ts';
import { findDataset } from '../load/batch-rows.ts';
import { lakeFolder } from '../load/loading.ts';
import { copyText, quoteColumn, quoteText } from '../load/quote.ts';
import { filesOf, visibleRows } from '../visible-rows.ts';

const page = 5000;

interface Serving {
  readonly batch: string | null;
  readonly shown: string | null;
  readonly file: string | null;
  readonly applied: readonly string[];
  readonly rows: number;
  readonly followed: boolean;
}

/** One key field as it is; several joined by '|', with '\' before each '|' and '\' inside them, so that no two rows share a key. */
export function keyExpression(fields: readonly LakeField[]): string {
  const keys = fields.filter((field) => field.key).map((field) => `${quoteColumn(field.name)}::varchar`);
  // Of a dataset without keys the place of the row.
  if (keys.length === 0) return "_batch || '-' || _row::varchar";
  if (keys.length === 1) return keys.join('');
  return keys.map((key) => String.raw`replace(replace(${key}, '\', '\\'), '|', '\|')`).join(" || '|' || ");
}

/** COPY lines of what stands in `served` (n, k, row), with the same words in front of each. */
async function* lines(session: DuckSession, before: string): AsyncGenerator<string> {
  for (let after = 0; ; after += page) {
    const rows = await session.run(
      `select k, row from served where n > ${after} and n <= ${after + page} order by n`,
    );
    if (rows.length === 0) return;
    yield rows
      .map(
        ({ k, row }) => `${before}${copyText(String(k))}\t${row === null ? '\\N' : copyText(String(row))}\n`,
      )
      .join('');
  }
}

function shapedSelect(fields: readonly LakeField[], from: string): string {
  const pairs = fields.map((field) => `${quoteColumn(field.name)} := ${quoteColumn(field.name)}`).join(', ');
  return `select ${keyExpression(fields)} as k, to_json(struct_pack(${pairs}))::varchar as row from ${from}`;
}

async function stage(session: DuckSession, select: string): Promise<void> {
  await session.run(
    `create or replace temp table served as select row_number() over () as n, * from (${select})`,
  );
}

/** Whoever is told of changes is told of what a whole copy changed too. */
async function noteDifferences(work: Work, id: string, former: string, batch: string): Promise<void> {
  await sql`insert into lake_served_change (dataset, batch, key, before, at)
    select ${id}, ${batch}, coalesce(now.key, old.key), old.row, ${work.now}
    from (select key, row from lake_served where dataset = ${id} and batch = ${batch}) as now
    full join (select key, row from lake_served where dataset = ${id} and batch = ${former}) as old on old.key = now.key
    where now.row is distinct from old.row`.execute(work.db);
}

async function copyWhole(
  store: Store,
  work: Work,
  session: DuckSession,
  dataset: DatasetRow & { readonly batch: string },
  known: Serving,
): Promise<number> {
  const { id, batch } = dataset;
  await stage(session, shapedSelect(dataset.fields, visibleRows(store, dataset)));
  const rows = await store.copyIn(
    work,
    'lake_served',
    ['dataset', 'batch', 'key', 'row'],
    lines(session, `${id}\t${batch}\t`),
  );
  if (known.followed && known.batch !== null) await noteDifferences(work, id, known.batch, batch);
  await sql`update lake_serving set batch = ${batch} where dataset = ${id}`.execute(work.db);
  await sql`delete from lake_served where dataset = ${id} and batch <> ${batch}`.execute(work.db);
  return rows;
}

type Increment = DatasetRow['increments'][number];

/** Increments that are to be put on top of what is served; undefined where that is of another file. */
function newIncrements(dataset: DatasetRow, known: Serving): readonly Increment[] | undefined {
  if (known.batch === null || known.file === null || known.file !== dataset.file) return undefined;
  const applied = new Set(known.applied);
  return dataset.increments.filter(({ batch }) => !applied.has(batch));
}

/** The rows of an increment, and without a row the keys that it took away: of records that ended, or vanished from their source. */
function incrementSelect(store: Store, dataset: DatasetRow, increment: Increment): string {
  const at = (file: string) => quoteText(path.join(lakeFolder(store), file));
  const fresh = shapedSelect(dataset.fields, `read_parquet(${at(increment.file)})`);
  if (increment.replaced === null) return fresh;
  const files = filesOf(store, dataset).map(quoteText).join(', ');
  return `with fresh as (${fresh}) select * from fresh union all
    select distinct k, null from (select ${keyExpression(dataset.fields)} as k from read_parquet([${files}], union_by_name = true) as kept
      semi join read_parquet(${at(increment.replaced)}) as taken using (_batch, _row)) as gone anti join fresh using (k)`;
}

async function putIncrement(
  store: Store,
  work: Work,
  session: DuckSession,
  dataset: DatasetRow,
  { increment, known }: { readonly increment: Increment; readonly known: Serving },
): Promise<void> {
  const { id } = dataset;
  await stage(session, incrementSelect(store, dataset, increment));
  await sql`create temp table if not exists served_news (key text collate "C", row jsonb) on commit drop`.execute(
    work.db,
  );
  await sql`truncate served_news`.execute(work.db);
  await store.copyIn(work, 'served_news', ['key', 'row'], lines(session, ''));
  if (known.followed)
    await sql`insert into lake_served_change (dataset, batch, key, before, at)
      select ${id}, ${increment.batch}, news.key, s.row, ${work.now} from served_news as news
      left join lake_served s on s.dataset = ${id} and s.batch = ${known.batch} and s.key = news.key
      where s.row is distinct from news.row`.execute(work.db);
  await sql`delete from lake_served s using served_news as news
    where s.dataset = ${id} and s.batch = ${known.batch} and s.key = news.key and news.row is null`.execute(
    work.db,
  );
  await sql`insert into lake_served (dataset, batch, key, row) select ${id}, ${known.batch}, key, row from served_news
    where row is not null on conflict (dataset, batch, key) do update set row = excluded.row
    where lake_served.row is distinct from excluded.row`.execute(work.db);
}

async function lockServing(work: Work, id: string): Promise<Serving | undefined> {
  await sql`insert into lake_serving (dataset) values (${id}) on conflict do nothing`.execute(work.db);
  const known = await sql<Serving>`select batch, shown, file, applied, rows, followed from lake_serving
    where dataset = ${id} for update`.execute(work.db);
  return known.rows[0];
}

/**
 * Brings what is served up to the visible batch: by the rows of the increments that came since, or by a whole copy; readers see the former
 * rows until the last new one is there. Returns the number of rows served.
 */
export async function copyServed(
  deps: { readonly store: Store; readonly duck: Duck },
  id: string,
): Promise<number> {
  const { store, duck } = deps;
  return duck.session((session) =>
    store.transaction(async (work) => {
      const known = await lockServing(work, id);
      const dataset = await findDataset(work.db, id);
      if (known === undefined || dataset === undefined || dataset.file === null || dataset.batch === null)
        return 0;
      const { batch } = dataset;
      if ((known.shown ?? known.batch) === batch) return known.rows;
      const increments = newIncrements(dataset, known);
      for (const increment of increments ?? [])
        await putIncrement(store, work, session, dataset, { increment, known });
      if (increments === undefined) await copyWhole(store, work, session, { ...dataset, batch }, known);
      const applied = JSON.stringify(dataset.increments.map((each) => each.batch));
      await sql`update lake_serving set shown = ${batch}, file = ${dataset.file}, applied = ${applied}::jsonb,
        rows = ${dataset.rows}, copied_at = ${work.now} where dataset = ${id}`.execute(work.db);
      return dataset.rows;
    }),
  );
}

/** The files of a dataset were put together into one with the same rows: what is served of them stays as it is. */
export async function followCompaction(
  work: Work,
  of: { readonly dataset: string; readonly from: string; readonly to: string },
  taken: readonly string[],
): Promise<void> {
  const list = JSON.stringify(taken);
  await sql`update lake_serving set file = ${of.to},
      applied = (select coalesce(jsonb_agg(each.id), '[]') from jsonb_array_elements(applied) as each(id) where not ${list}::jsonb @> each.id)
    where dataset = ${of.dataset} and file = ${of.from} and applied @> ${list}::jsonb`.execute(work.db);
}

/** Nobody is served these rows any more. */
export async function endServing(work: Work, id: string): Promise<void> {
  await sql`delete from lake_serving where dataset = ${id}`.execute(work.db);
  await sql`delete from lake_served where dataset = ${id}`.execute(work.db);
  await sql`delete from lake_served_change where dataset = ${id}`.execute(work.db);
}

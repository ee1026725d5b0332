/** Reads the service layer: one row by its key, or the next ones in the order of keys that have the contract's values. */
import { createHash } from 'node:crypto';
import { sql, type Store } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { ServedQuery, ServedRow } from '../../shelf.ts';

/** What the conditions of a contract allow: field → values. */
type RowConditions = ServedQuery['where'];

/** Past so many combinations of values the rows are filtered and not looked up one combination after the other. */
const mostCombinations = 500;
const againSeconds = 60;

export async function isServed(store: Store, id: string): Promise<boolean> {
  const found = await sql`select 1 from lake_serving where dataset = ${id} and batch is not null`.execute(
    store.db,
  );
  return found.rows.length > 0;
}

/** Batch whose rows are served now; null before the first copy. */
export async function servedBatch(store: Store, id: string): Promise<string | null> {
  const found = await sql<{ batch: string | null }>`select coalesce(shown, batch) as batch from lake_serving
    where dataset = ${id}`.execute(store.db);
  return found.rows[0]?.batch ?? null;
}

/** A call never waits for a copy: it is told to come again, and the copy is begun, once a minute at most. */
async function refuseUnready(store: Store, id: string): Promise<void> {
  if (await isServed(store, id)) return;
  await store.transaction(async (work) => {
    const asked = await sql`insert into lake_serving (dataset, asked_at) values (${id}, ${work.now})
      on conflict (dataset) do update set asked_at = excluded.asked_at where lake_serving.asked_at is null
        or lake_serving.asked_at < excluded.asked_at - make_interval(secs => ${againSeconds}) returning dataset`.execute(
      work.db,
    );
    if (asked.rows.length > 0) await store.jobs.start('lake.serve', { dataset: id }, 'lake', work);
  });
  throw lakeErrors.notReady();
}

/** Names of the fields in one order, whoever asks. */
export function namesOf(where: RowConditions): readonly string[] {
  return Object.keys(where).toSorted();
}

/** One index for each dataset and list of fields that a contract narrows by: made when the contract starts. */
export function indexNameOf(dataset: string, names: readonly string[]): string {
  const digest = createHash('sha256')
    .update(`${dataset} ${names.join(' ')}`)
    .digest('hex');
  return `lake_served_by_${digest.slice(0, 20)}`;
}

function combinationsOf(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return lists.reduce<readonly (readonly string[])[]>(
    (made, list) => made.flatMap((begun) => list.map((value) => [...begun, value])),
    [[]],
  );
}

/** The next rows of each combination by the index, of all these the first ones. */
function lookedUp(
  query: { readonly dataset: string; readonly after: string; readonly size: number },
  names: readonly string[],
  wanted: readonly (readonly string[])[],
) {
  const columns = names.map((_, place) => sql.ref(`v${place}`));
  const lists = names.map((_, place) => sql`${wanted.map((values) => values[place] ?? '')}::text[]`);
  // Words of the index, literally: by parameters the planner would not know it again.
  const equal = names.map((name, place) => sql`and s.row ->> ${sql.lit(name)} = ${columns[place] ?? sql``}`);
  return sql<ServedRow>`select found.key, found.row from lake_serving v, unnest(${sql.join(lists)}) as want(${sql.join(columns)}),
    lateral (select s.key, s.row from lake_served s where s.dataset = ${sql.lit(query.dataset)} and s.batch = v.batch
      ${sql.join(equal, sql` `)} and s.key > ${query.after} order by s.key limit ${query.size}) as found
    where v.dataset = ${query.dataset} order by found.key limit ${query.size}`;
}

function filtered(where: RowConditions) {
  return sql.join(
    Object.entries(where).map(([name, values]) => sql`and s.row ->> ${name} = any(${[...values]}::text[])`),
    sql` `,
  );
}

function statementOf(query: ServedQuery) {
  const { dataset, size, where } = query;
  const from = sql`select s.key, s.row from lake_serving v join lake_served s on s.dataset = v.dataset and s.batch = v.batch
    where v.dataset = ${dataset}`;
  if (query.key !== undefined) return sql<ServedRow>`${from} and s.key = ${query.key} ${filtered(where)}`;
  const after = query.after ?? '';
  const names = namesOf(where);
  const wanted = names.reduce((product, name) => product * (where[name]?.length ?? 0), 1);
  if (names.length > 0 && wanted <= mostCombinations)
    return lookedUp(
      { dataset, after, size },
      names,
      combinationsOf(names.map((name) => [...new Set(where[name] ?? [])])),
    );
  return sql<ServedRow>`${from} and s.key > ${after} ${filtered(where)} order by s.key limit ${size}`;
}

/** Throws lake.notReady before the first copy has ended. */
export async function readServed(store: Store, query: ServedQuery): Promise<readonly ServedRow[]> {
  const found = await statementOf(query).execute(store.db);
  if (found.rows.length === 0) await refuseUnready(store, query.dataset);
  return found.rows;
}

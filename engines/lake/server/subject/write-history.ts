/** What a build changed: for each record each value that was another before, with who said either, in a file of its own; files of former builds stay. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FieldClass } from '../../../../kernel/access.ts';
import { sql, type Store } from '../../../store/index.ts';
import { fieldsOfSubject, type SubjectPlan } from '../../subject.ts';
import type { SubjectChange } from '../../types.ts';
import type { Duck, DuckSession } from '../duck/open-duck.ts';
import { lakeFolder } from '../load/loading.ts';
import { quoteColumn, quoteText } from '../load/quote.ts';
import { covered } from '../covered-fields.ts';
import { maskValue } from '../read-rows.ts';
import { type Building, count } from './changed-keys.ts';
import { joinedKey } from './source-view.ts';

/** Field that says of a record that it was not there before. */
export const appearedField = '*';

const keyOf = (plan: SubjectPlan) =>
  joinedKey(plan.fields.filter((field) => field.key).map((field) => quoteColumn(field.name)));

function sourceOf(plan: SubjectPlan | undefined, field: string, alias: string): string {
  const index = plan?.fields.findIndex((each) => each.name === field && !each.key) ?? -1;
  if (plan === undefined || index < 0) return 'null::varchar';
  const cases = plan.sources.map((source, place) => `when ${place} then ${quoteText(source.id)}`).join(' ');
  return `case ${alias}._w${index} ${cases} end`;
}

/** The view prior has the rows of before, under their key; `at` is the file that the build has written. */
export async function writeHistory(
  session: DuckSession,
  building: Building,
  at: string,
  part: boolean,
): Promise<void> {
  const { deps, plan, dataset, batch, state } = building;
  const known = new Map(dataset.fields.map((field) => [field.name, field.type]));
  const fields = fieldsOfSubject(plan).filter((field) => !field.key && known.get(field.name) === field.type);
  const changes = fields.map(({ name }) => {
    const column = quoteColumn(name);
    return `case when was.${column} is distinct from now.${column} then {'f': ${quoteText(name)}, 'was': was.${column}::varchar, 'now': now.${column}::varchar,
      'ws': ${sourceOf(state?.plan, name, 'was')}, 'ns': ${sourceOf(plan, name, 'now')}} end`;
  });
  const file = path.join(lakeFolder(deps.store), 'history', plan.dataset, `${batch}.parquet`);
  await mkdir(path.dirname(file), { recursive: true });
  const before = part ? 'prior semi join changed using (_k)' : 'prior';
  await session.run(
    `copy (with now as (select *, ${keyOf(plan)} as _k from read_parquet(${quoteText(at)})), was as (select * from ${before})
       select ${quoteText(batch)} as batch, _k::varchar as k, c.f as f, c.was as was, c.now as now, c.ws as ws, c.ns as ns
       from (select now._k, unnest(list_filter([${changes.join(', ')}], lambda x: x is not null)) as c from now join was on was._k = now._k)
       union all select ${quoteText(batch)}, _k::varchar, ${quoteText(appearedField)}, null, null, null, null from now anti join was using (_k))
     to ${quoteText(file)} (format parquet, compression zstd)`,
  );
  if ((await count(session, `read_parquet(${quoteText(file)})`)) === 0) await rm(file, { force: true });
}

/** Files of builds that were shown, with when. */
async function shownFiles(store: Store, dataset: string): Promise<ReadonlyMap<string, string>> {
  const folder = path.join(lakeFolder(store), 'history', dataset);
  const files = new Set(await readdir(folder).catch(() => []));
  const builds = await sql<{
    batch: string;
    at: string;
  }>`select batch, at from lake_subject_build where dataset = ${dataset}`.execute(store.db);
  return new Map(
    builds.rows.filter(({ batch }) => files.has(`${batch}.parquet`)).map(({ batch, at }) => [batch, at]),
  );
}

const filesIn = (store: Store, dataset: string, batches: Iterable<string>) =>
  [...batches]
    .map((batch) => quoteText(path.join(lakeFolder(store), 'history', dataset, `${batch}.parquet`)))
    .join(', ');

/** All that a field of a record was before (k, was), to stand after 'from'; undefined before the first change. */
export async function formerValues(
  store: Store,
  dataset: string,
  field: string,
): Promise<string | undefined> {
  const files = await shownFiles(store, dataset);
  if (files.size === 0) return undefined;
  return `(select k, was from read_parquet([${filesIn(store, dataset, files.keys())}]) where f = ${quoteText(field)} and was is not null)`;
}

/** Of one record, the newest first; masked for whoever looks. `isRecord` finds it among `rows`. */
export async function readHistory(
  { store, duck }: { readonly store: Store; readonly duck: Duck },
  given: {
    readonly plan: SubjectPlan;
    readonly rows: string;
    readonly isRecord: string;
    readonly clearance: FieldClass;
  },
): Promise<readonly SubjectChange[]> {
  const { plan, clearance } = given;
  const files = await shownFiles(store, plan.dataset);
  if (files.size === 0) return [];
  const fields = covered(store, plan.dataset, fieldsOfSubject(plan), 'page');
  const rows = await duck.session((session) =>
    session.run(
      `select batch, f, was, now, ws, ns from read_parquet([${filesIn(store, plan.dataset, files.keys())}])
       where k in (select ${keyOf(plan)}::varchar from ${given.rows} ${given.isRecord}) order by batch desc, f`,
    ),
  );
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
  return rows.map((row) => {
    const field = fields.find((each) => each.name === row['f']);
    const shown = (value: unknown) => (field === undefined ? null : maskValue(field, text(value), clearance));
    return {
      at: files.get(String(row['batch'])) ?? '',
      batch: String(row['batch']),
      field: String(row['f']),
      was: shown(row['was']),
      now: shown(row['now']),
      wasSource: text(row['ws']),
      nowSource: text(row['ns']),
    };
  });
}

/** What one build changed in these fields, with the record that it is of; unmasked, for rules over it. At most `most`. */
export async function readChanges(
  { store, duck }: { readonly store: Store; readonly duck: Duck },
  given: {
    readonly plan: SubjectPlan;
    readonly rows: string;
    readonly batch: string;
    readonly fields: readonly string[];
    readonly most: number;
  },
) {
  const { plan, batch } = given;
  if (!(await shownFiles(store, plan.dataset)).has(batch) || given.fields.length === 0) return [];
  const rows = await duck.session((session) =>
    session.run(
      `select f, was, now, record from read_parquet([${filesIn(store, plan.dataset, [batch])}]) as changed
       join (select ${keyOf(plan)}::varchar as k, _batch || '.' || _row as record from ${given.rows}) as shown using (k)
       where f in (${given.fields.map(quoteText).join(', ')}) order by record, f limit ${given.most}`,
    ),
  );
  return rows.map((row) => ({
    record: String(row['record']),
    field: String(row['f']),
    was: row['was'] === null ? null : String(row['was']),
    now: row['now'] === null ? null : String(row['now']),
  }));
}

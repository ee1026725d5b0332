/** What the columns of a dataset hold: how full, how many values, how long, which shapes; nothing that few rows share. */
import type { Store } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { LakeField } from '../../field.ts';
import type { ColumnProfile, DatasetProfile } from '../../quality.ts';
import type { DatasetRow } from '../../types.ts';
import type { Duck, DuckRow, DuckSession } from '../duck/open-duck.ts';
import { findDataset } from '../load/batch-rows.ts';
import { quoteColumn } from '../load/quote.ts';
import { visibleRows } from '../visible-rows.ts';
import { plainShape } from './plain-shape.ts';

/** Columns with more values are not listed value by value. */
const mostDistinct = 500;
const mostValues = 20;
const mostShapes = 5;
/** Shapes before runs are put together; what is rarer is not told anyway. */
const mostRawShapes = 5000;

const isNumber = ({ type }: LakeField) => type === 'integer' || type === 'decimal';
const isDay = ({ type }: LakeField) => type === 'date' || type === 'moment';
/** Values of persons are never told, not even to those who may read rows: a profile is a statistic. */
const mayTell = ({ class: level }: LakeField) => level === 'public' || level === 'internal';

function measures(field: LakeField, index: number): readonly string[] {
  const column = quoteColumn(field.name);
  const of = (what: string, name: string) => `${what} as ${name}${index}`;
  return [
    of(`count(${column})::bigint`, 'filled'),
    of(`approx_count_distinct(${column})::bigint`, 'distinct'),
    ...(field.type === 'text'
      ? [of(`min(length(${column}))::bigint`, 'shortest'), of(`max(length(${column}))::bigint`, 'longest')]
      : []),
    ...((isNumber(field) || isDay(field)) && mayTell(field)
      ? [of(`min(${column})::varchar`, 'minimum'), of(`max(${column})::varchar`, 'maximum')]
      : []),
    ...(isNumber(field) && mayTell(field)
      ? [
          of(`round(avg(${column}), 6)::varchar`, 'mean'),
          of(`approx_quantile(${column}::double, [0.05, 0.25, 0.5, 0.75, 0.95])`, 'percentiles'),
        ]
      : []),
  ];
}

async function valuesOf(
  session: DuckSession,
  rows: string,
  name: string,
  smallest: number,
): Promise<ColumnProfile['values']> {
  const found = await session.run(
    `select ${quoteColumn(name)}::varchar as value, count(*)::bigint as n from ${rows} where ${quoteColumn(name)} is not null
     group by 1 having count(*) >= ${smallest} order by n desc, value limit ${mostValues}`,
  );
  return found.map((row) => ({ value: String(row['value']), rows: Number(row['n']) }));
}

/** Of the table 'sampled'. */
async function shapesOf(
  session: DuckSession,
  name: string,
  smallest: number,
): Promise<ColumnProfile['shapes']> {
  const column = quoteColumn(name);
  const shape = [
    ['\\d', '9'],
    ['[A-Z]', 'A'],
    ['[a-z]', 'a'],
    ['\\p{Han}+', '汉'],
  ].reduce((text, [from, to]) => `regexp_replace(${text}, '${from}', '${to}', 'g')`, column);
  const found = await session.run(
    `select ${shape} as shape, count(*)::bigint as n from sampled where ${column} is not null group by 1 order by n desc limit ${mostRawShapes}`,
  );
  const shapes = new Map<string, number>();
  for (const row of found) {
    const plain = plainShape(String(row['shape']));
    shapes.set(plain, (shapes.get(plain) ?? 0) + Number(row['n']));
  }
  const [all] = await session.run(`select count(${column})::bigint as n from sampled`);
  const total = Number(all?.['n'] ?? 0);
  return [...shapes]
    .filter(([, rows]) => rows >= smallest)
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, mostShapes)
    .map(([plain, rows]) => ({ shape: plain, share: rows / total }));
}

function columnOf(field: LakeField, index: number, row: DuckRow | undefined, enough: boolean) {
  const text = (name: string) => {
    const value = row?.[`${name}${index}`];
    return value === null || value === undefined || !enough ? null : String(value);
  };
  const count = (name: string) => {
    const value = row?.[`${name}${index}`];
    return value === null || value === undefined ? null : Number(value);
  };
  const percentiles = row?.[`percentiles${index}`];
  return {
    name: field.name,
    title: field.title,
    type: field.type,
    filled: count('filled') ?? 0,
    distinct: count('distinct') ?? 0,
    shortest: count('shortest'),
    longest: count('longest'),
    minimum: text('minimum'),
    maximum: text('maximum'),
    mean: text('mean'),
    percentiles: Array.isArray(percentiles) && enough ? percentiles.map(Number) : null,
  };
}

async function takeSample(
  session: DuckSession,
  rows: string,
  texts: readonly LakeField[],
  share: number,
): Promise<number> {
  const list = texts.map((field) => quoteColumn(field.name)).join(', ') || '1 as none';
  // Whole blocks: the others need not be read.
  const part = share >= 1 ? '' : ` using sample ${(share * 100).toFixed(6)} percent (system, 42)`;
  await session.run(`create or replace temp table sampled as select ${list} from ${rows}${part}`);
  const [counted] = await session.run('select count(*)::bigint as n from sampled');
  return Number(counted?.['n'] ?? 0);
}

export async function profileDataset(
  deps: { readonly store: Store; readonly duck: Duck },
  id: string,
  run: { readonly signal: AbortSignal; progress(done: number, message: string): Promise<void> },
): Promise<{ readonly dataset: DatasetRow; readonly profile: Omit<DatasetProfile, 'at'> }> {
  const { store, duck } = deps;
  const dataset = await findDataset(store.db, id);
  if (dataset === undefined || dataset.file === null || dataset.batch === null) throw lakeErrors.noData();
  const { fields, batch } = dataset;
  const smallest = store.settings.value('lake.profile-smallest');
  const rows = visibleRows(store, dataset);
  return duck.session(async (session) => {
    await run.progress(0.05, '逐列统计');
    const all = fields.flatMap(measures);
    const [measured] = await session.run(`select count(*)::bigint as total, ${all.join(', ')} from ${rows}`);
    const total = Number(measured?.['total'] ?? 0);
    await run.progress(0.5, '抽样取形态');
    const texts = fields.filter(({ type }) => type === 'text');
    const sampled = await takeSample(
      session,
      rows,
      texts,
      store.settings.value('lake.profile-sample') / Math.max(1, total),
    );
    const columns: ColumnProfile[] = [];
    for (const [index, field] of fields.entries()) {
      await run.progress(0.55 + (index / fields.length) * 0.4, field.title);
      const column = columnOf(field, index, measured, total >= smallest);
      const isListed = mayTell(field) && column.distinct <= mostDistinct && !isDay(field);
      columns.push({
        ...column,
        values: isListed ? await valuesOf(session, rows, field.name, smallest) : [],
        shapes: field.type === 'text' ? await shapesOf(session, field.name, smallest) : [],
      });
    }
    return { dataset, profile: { dataset: id, batch, rows: total, sampled, columns } };
  }, run.signal);
}

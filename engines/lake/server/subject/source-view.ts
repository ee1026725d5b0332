/** One source of a subject table as the merge reads it: the view src_N with one row for each key, and the rows that are no record. */
import path from 'node:path';
import type { Store } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { LakeField } from '../../field.ts';
import type {
  RejectReason,
  SubjectCondition,
  SubjectField,
  SubjectPlan,
  SubjectSource,
} from '../../subject.ts';
import type { DatasetRow } from '../../types.ts';
import type { DuckSession } from '../duck/open-duck.ts';
import { quoteColumn, quoteText } from '../load/quote.ts';
import { sqlTypes } from '../load/write-standard.ts';
import { visibleRows } from '../visible-rows.ts';
import { keyProblem, plainKey, wholeKey } from './normal-key.ts';

/** A source whose keys had to be looked at: where its rows are kept, good and bad. */
export interface SourceViewed {
  readonly rows: number;
  readonly from: string | undefined;
}

export interface SourceGiven {
  /** Rows of the source that its conditions let in. */
  readonly rows: number;
  readonly rejected: readonly {
    readonly batch: string;
    readonly row: number;
    readonly reason: RejectReason;
  }[];
  readonly rejectedCount: number;
}

/** What a row without a key is known by until the source gives it otherwise. */
export const markOf = 'hash(_q0, _h)::varchar';

/** Fields of the source's dataset by name; throws lake.columnsMissing for what the plan wants and it has not. */
function columnsOf(dataset: DatasetRow, source: SubjectSource): ReadonlyMap<string, LakeField> {
  const known = new Map(dataset.fields.map((field) => [field.name, field]));
  const wanted = [
    ...Object.values(source.values).flatMap((value) => ('column' in value ? [value.column] : [])),
    ...source.where.map((condition) => condition.column),
    ...(source.at === undefined ? [] : [source.at]),
  ];
  const missing = [...new Set(wanted)].filter((column) => !known.has(column));
  if (missing.length > 0)
    throw lakeErrors.columnsMissing({ columns: `${source.title}：${missing.join('、')}` });
  return known;
}

function conditionOf(condition: SubjectCondition, day: string): string {
  const column = quoteColumn(condition.column);
  const today = `date ${quoteText(day)}`;
  switch (condition.is) {
    case 'in':
      return `${column}::varchar in (${condition.values.map(quoteText).join(', ')})`;
    case 'at-least':
      return `${column} >= ${condition.value}`;
    case 'at-most':
      return `${column} <= ${condition.value}`;
    case 'filled':
      return `${column} is not null`;
    case 'empty':
      return `${column} is null`;
    case 'years':
      return `${column}::date <= (${today} - interval ${condition.value} year)`;
    case 'valid':
      return `(${column} is null or ${column}::date >= ${today})`;
  }
}

/** True where another day gives other rows of the same data. */
export function dependsOnDay(plan: SubjectPlan): boolean {
  return plan.sources.some((source) => source.where.some(({ is }) => is === 'years' || is === 'valid'));
}

function valueOf(
  field: SubjectField,
  source: SubjectSource,
  columns: ReadonlyMap<string, LakeField>,
): string {
  const given = source.values[field.name];
  if (given === undefined) return `null::${sqlTypes[field.type]}`;
  if ('constant' in given) return `${quoteText(given.constant)}::${sqlTypes[field.type]}`;
  const column = quoteColumn(given.column);
  const pairs = Object.entries(given.codes ?? {});
  if (pairs.length > 0) {
    const cases = pairs.map(([from, to]) => `when ${quoteText(from)} then ${quoteText(to)}`).join(' ');
    return `try_cast(case ${column}::varchar ${cases} else ${column}::varchar end as ${sqlTypes[field.type]})`;
  }
  return columns.get(given.column)?.type === field.type
    ? column
    : `try_cast(${column}::varchar as ${sqlTypes[field.type]})`;
}

/** One key as it is; several as one text, with '\' before each '|' and '\' inside them. */
export function joinedKey(parts: readonly string[]): string {
  if (parts.length === 1) return parts.join('');
  return parts
    .map((part) => String.raw`replace(replace(${part}::varchar, '\', '\\'), '|', '\|')`)
    .join(" || '|' || ");
}

/** Where the layer before has judged the very same key, each row has a good one and no two the same. */
function isJudged(keys: readonly SubjectField[], source: SubjectSource, dataset: DatasetRow): boolean {
  const own = dataset.fields.filter((field) => field.key);
  const wanted = keys.map((key) => ({ key, given: source.values[key.name] }));
  return (
    own.length === keys.length &&
    wanted.every(({ key, given }) => {
      if (given === undefined || !('column' in given) || given.codes !== undefined) return false;
      const field = own.find((each) => each.name === given.column);
      return field?.type === key.type && (key.format === undefined || field.format === key.format);
    })
  );
}

function selectOf(
  plan: SubjectPlan,
  source: SubjectSource,
  given: { readonly columns: ReadonlyMap<string, LakeField>; readonly from: string; readonly day: string },
  judged: boolean,
): string {
  const keys = plan.fields.filter((field) => field.key);
  const values = plan.fields.flatMap((field, index) =>
    field.key || !(field.name in source.values)
      ? []
      : [`${valueOf(field, source, given.columns)} as _v${index}`],
  );
  const parts = keys.map((key, index) => {
    const value = valueOf(key, source, given.columns);
    return judged ? `${value} as _p${index}` : `${plainKey(key, value)} as _q${index}`;
  });
  const whole = keys.map((key, index) => `${wholeKey(key, `_q${index}`)} as _p${index}`).join(', ');
  const at = source.at === undefined ? 'null::timestamp' : `${quoteColumn(source.at)}::timestamp`;
  const where = source.where.map((condition) => conditionOf(condition, given.day));
  const inner = `select _batch::uuid as _b, _row as _r, ${[`${at} as _t`, ...parts, ...values].join(', ')}
    from ${given.from} ${where.length === 0 ? '' : `where ${where.join(' and ')}`}`;
  const names = keys.map((_, index) => `_p${index}`);
  const judgement = judged
    ? ''
    : `, coalesce(${keys.map((key, index) => keyProblem(key, `_p${index}`)).join(', ')}) as _bad`;
  const hashed = ['_t', ...values.map((value) => value.slice(value.lastIndexOf(' ') + 1))].join(', ');
  const typed = judged ? inner : `select *, ${whole} from (${inner})`;
  return `select *, ${joinedKey(names)} as _k, hash(${hashed}) as _h ${judgement} from (${typed})`;
}

async function count(session: DuckSession, from: string): Promise<number> {
  const [row] = await session.run(`select count(*)::bigint as n from ${from}`);
  return Number(row?.['n'] ?? 0);
}

/** Of equal keys in one source the newest row counts, then the one that came last. */
async function keepNewest(session: DuckSession, index: number, from: string): Promise<void> {
  await session.run(
    `create or replace temp table twice_${index} as
     select _b, _r, row_number() over (partition by _k order by _t desc nulls last, _b desc, _r desc) as place
     from (select _k, _b, _r, _t from ${from} where _bad is null)
     semi join (select _k from ${from} where _bad is null group by _k having count(*) > 1) using (_k)`,
  );
  await session.run(
    `create or replace temp view good_${index} as select * from ${from} as kept where _bad is null
     and not exists (select 1 from twice_${index} as other where place > 1 and other._b = kept._b and other._r = kept._r)`,
  );
  await session.run(`create or replace temp view src_${index} as select * from good_${index}`);
}

/** Rows of a source without a place in the table, those that were matched to a record left out where `matched` is true. */
export async function rejectedOf(
  session: DuckSession,
  index: number,
  from: string,
  most: number,
  matched: boolean,
) {
  const lost = matched ? `and ${markOf} not in (select _m from merged_${index})` : '';
  const all = `(select _b, _r, _bad as reason from ${from} where _bad is not null ${lost}
    union all select _b, _r, 'duplicate' from twice_${index} where place > 1)`;
  const rows = await session.run(`select * from ${all} order by _b, _r limit ${most}`);
  return {
    rejected: rows.map((row) => ({
      batch: String(row['_b']),
      row: Number(row['_r']),
      reason: row['reason'] as RejectReason,
    })),
    rejectedCount: await count(session, all),
  };
}

/** Leaves the view src_N (_k, _p0…, _h, _b, _r, _t, _v0…) in the session. Rows whose key must be looked at first are kept in a file of `folder`. */
export async function viewSource(
  session: DuckSession,
  store: Store,
  given: {
    readonly plan: SubjectPlan;
    readonly index: number;
    readonly dataset: DatasetRow;
    readonly day: string;
    readonly folder: string;
  },
): Promise<SourceViewed> {
  const { plan, index, dataset, day } = given;
  const source = plan.sources[index];
  if (source === undefined) throw lakeErrors.broken();
  const keys = plan.fields.filter((field) => field.key);
  const judged = isJudged(keys, source, dataset);
  const columns = columnsOf(dataset, source);
  const select = selectOf(plan, source, { columns, from: visibleRows(store, dataset), day }, judged);
  if (judged) {
    await session.run(`create or replace temp view src_${index} as ${select}`);
    const rows = source.where.length === 0 ? dataset.rows : await count(session, `src_${index}`);
    return { rows: Number(rows), from: undefined };
  }
  const file = path.join(given.folder, `source-${index}.parquet`);
  await session.run(`copy (${select}) to ${quoteText(file)} (format parquet, compression snappy)`);
  const from = `read_parquet(${quoteText(file)})`;
  await keepNewest(session, index, from);
  return { rows: await count(session, from), from };
}

/** Holds every record of the raw layer to the rules of its fields: what is taken, what is rejected and why, what is only counted. */
import type { LakeField, Reason } from '../../field.ts';
import { reasonIndicators } from '../../field.ts';
import type { DuckRow, DuckSession } from '../duck/open-duck.ts';
import { checksOf, type FieldCheck } from './field-checks.ts';
import type { LetterProblem, RuleResult } from '../../types.ts';
import type { Judged, RejectedRow } from './judged.ts';
import { quoteColumn, quoteText } from './quote.ts';
import { textOf } from './typed-value.ts';
import type { RawRows } from './write-raw.ts';

/** Raw rows with every field's column; one that the source lacks is empty. */
async function viewRaw(session: DuckSession, raw: RawRows, fields: readonly LakeField[]): Promise<void> {
  const present = new Set(raw.columns.map((column) => column.name));
  const lacking = [...new Set(fields.map((field) => field.source))].filter((name) => !present.has(name));
  const extra = lacking.map((name) => `, null::varchar as ${quoteColumn(name)}`).join('');
  await session.run(
    `create or replace temp view raw_rows as select *${extra} from read_parquet(${quoteText(raw.file)})`,
  );
}

async function judgeFields(session: DuckSession, checks: readonly FieldCheck[]): Promise<void> {
  const any = checks.map((check) => `(${check.broken})`).join(' or ') || 'false';
  const list = checks.map((check, index) => `case when ${check.broken} then ${index} end`).join(', ');
  const strict = checks.flatMap((check, index) => (check.strict ? [index] : []));
  await session.run(
    `create or replace temp table verdict as
     select _row, broken, list_has_any(broken, [${strict.join(', ')}]::int[]) as rejected
     from (select _row, list_filter([${list}]::int[], x -> x is not null) as broken from raw_rows where ${any})`,
  );
}

/** The first of equal keys stays; rows that are rejected anyway do not stand in the way of a good one. */
async function judgeKeys(session: DuckSession, fields: readonly LakeField[]): Promise<void> {
  const keys = fields.filter((field) => field.key);
  if (keys.length === 0) {
    await session.run('create or replace temp table doubles (_row bigint, first bigint)');
    return;
  }
  const list = keys.map((field, index) => `${textOf(field)} as k${index}`).join(', ');
  const names = keys.map((_, index) => `k${index}`).join(', ');
  await session.run(
    `create or replace temp table doubles as
     with good as (select _row, ${list} from raw_rows where _row not in (select _row from verdict where rejected)),
     twice as (select ${names}, min(_row) as first from good group by ${names} having count(*) > 1)
     select good._row, twice.first from good join twice using (${names}) where good._row > twice.first`,
  );
}

function problemsOf(row: DuckRow, checks: readonly FieldCheck[], key: string): readonly LetterProblem[] {
  const broken = (row['_broken'] as readonly number[] | null) ?? [];
  const own = broken.flatMap((index) => {
    const check = checks[Number(index)];
    return check === undefined ? [] : [{ field: check.field, reason: check.reason }];
  });
  const first = row['_first'];
  return first === null || first === undefined
    ? own
    : [...own, { field: key, reason: 'duplicate' as const, first: Number(first) }];
}

async function rejectedRows(
  session: DuckSession,
  raw: RawRows,
  checks: readonly FieldCheck[],
  key: string,
  most: number,
): Promise<readonly RejectedRow[]> {
  const names = raw.columns.map((column) => column.name);
  const rows = await session.run(
    `select r.*, v.broken as _broken, d.first as _first from raw_rows r
     left join verdict v on v._row = r._row and v.rejected left join doubles d on d._row = r._row
     where v._row is not null or d._row is not null order by r._row limit ${most}`,
  );
  const told = rows.map((row) => ({
    row: Number(row['_row']),
    problems: problemsOf(row, checks, key),
    cells: Object.fromEntries(names.map((name) => [name, (row[name] as string | null) ?? null])),
  }));
  const shapeless = raw.broken.map(({ row, text }) => ({
    row,
    problems: [{ field: '', reason: 'shape' as const }],
    cells: { '': text },
  }));
  return [...told, ...shapeless];
}

async function count(session: DuckSession, sql: string): Promise<number> {
  const [row] = await session.run(sql);
  return Number(row?.['n'] ?? 0);
}

async function resultsOf(
  session: DuckSession,
  checks: readonly FieldCheck[],
  received: number,
): Promise<readonly RuleResult[]> {
  const counted = await session.run(
    'select i, count(*)::int as n from (select unnest(broken) as i from verdict) group by i',
  );
  const failed = new Map(counted.map((row) => [Number(row['i']), Number(row['n'])]));
  return checks.map(({ field, reason, indicator }, index) => ({
    field,
    reason,
    indicator,
    checked: received,
    failed: failed.get(index) ?? 0,
  }));
}

/** Leaves the temporary tables raw_rows, verdict and doubles in the session for the standard layer. */
export async function judgeRows(
  session: DuckSession,
  raw: RawRows,
  fields: readonly LakeField[],
  most: number,
): Promise<Judged> {
  await viewRaw(session, raw, fields);
  const checks = fields.flatMap(checksOf);
  const key = fields
    .filter((field) => field.key)
    .map((field) => field.name)
    .join('+');
  await judgeFields(session, checks);
  await judgeKeys(session, fields);
  const received = raw.rows + raw.broken.length;
  const bad = await count(session, 'select count(*)::int as n from verdict where rejected');
  const doubles = await count(session, 'select count(*)::int as n from doubles');
  const rejectedCount = bad + doubles + raw.broken.length;
  const quality = await resultsOf(session, checks, received);
  const whole = (field: string, reason: Reason, failed: number): RuleResult => ({
    field,
    reason,
    indicator: reasonIndicators[reason],
    checked: received,
    failed,
  });
  return {
    received,
    accepted: received - rejectedCount,
    warned: await count(session, 'select count(*)::int as n from verdict where not rejected'),
    rejected: rejectedCount > most ? [] : await rejectedRows(session, raw, checks, key, most),
    rejectedCount,
    quality: [
      ...quality,
      ...(key === '' ? [] : [whole(key, 'duplicate', doubles)]),
      whole('', 'shape', raw.broken.length),
    ],
  };
}

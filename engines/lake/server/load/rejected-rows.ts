/** The rows that judging has set aside, read in parts of bounded size; and a sample of them that tells no value. */
import type { LetterProblem } from '../../types.ts';
import type { DuckRow, DuckSession } from '../duck/open-duck.ts';
import type { FieldCheck } from './field-checks.ts';
import type { RejectedRow } from './judged.ts';
import { quoteColumn } from './quote.ts';
import { rawRows, rowNumber } from './view-typed.ts';
import type { RawRows } from './write-raw.ts';

/** What is fetched from DuckDB at once, unless one row alone is more. */
const partBytes = 4 * 1_048_576;

function problemsOf(row: DuckRow, checks: readonly FieldCheck[], key: string): readonly LetterProblem[] {
  const broken = row['#broken'] as readonly number[];
  const own = broken.flatMap((index) => {
    const check = checks[Number(index)];
    return check === undefined ? [] : [{ field: check.field, reason: check.reason }];
  });
  const first = row['#first'];
  return first === null ? own : [...own, { field: key, reason: 'duplicate' as const, first: Number(first) }];
}

function sizeOf(raw: RawRows): string {
  const sizes = raw.columns.map(({ name }) => `coalesce(strlen(${quoteColumn(name)}), 0)`);
  return sizes.length === 0 ? '0' : sizes.join(' + ');
}

const joined = (raw: RawRows) => `${rawRows(raw)} join rejected on _row = ${rowNumber}`;

/** Of all of them together. */
export async function rejectedBytes(session: DuckSession, raw: RawRows): Promise<number> {
  const [found] = await session.run(
    `select coalesce(sum(${sizeOf(raw)}), 0)::bigint as n from ${joined(raw)}`,
  );
  return Number(found?.['n'] ?? 0);
}

/** First and last record of each part. */
async function partsOf(session: DuckSession, raw: RawRows): Promise<readonly (readonly [number, number])[]> {
  const parts = await session.run(
    `select min(_row)::bigint as a, max(_row)::bigint as b from
       (select _row, (sum(${sizeOf(raw)}) over (order by _row))::bigint // ${partBytes} as part from ${joined(raw)})
     group by part order by 1`,
  );
  return parts.map((part) => [Number(part['a']), Number(part['b'])] as const);
}

/** All of them: whoever asks has looked at their number and size. */
export async function rejectedRows(
  session: DuckSession,
  raw: RawRows,
  checks: readonly FieldCheck[],
  key: string,
): Promise<readonly RejectedRow[]> {
  const names = raw.columns.map((column) => column.name);
  const cells = names.map((name) => `, ${quoteColumn(name)}`).join('');
  const told: RejectedRow[] = [];
  for (const [from, to] of await partsOf(session, raw)) {
    const rows = await session.run(
      `select _row as "#row", broken as "#broken", first as "#first"${cells}
       from ${joined(raw)} where _row between ${from} and ${to} order by _row`,
    );
    for (const row of rows)
      told.push({
        row: Number(row['#row']),
        problems: problemsOf(row, checks, key),
        cells: Object.fromEntries(names.map((name) => [name, (row[name] as string | null) ?? null])),
      });
  }
  const shapeless = raw.broken.map(({ row, text }) => ({ row, problems: shape, cells: { '': text } }));
  return [...told, ...shapeless];
}

const shape = [{ field: '', reason: 'shape' as const }];

/** The first ones by their number, with column and reason. */
export async function rejectedSample(
  session: DuckSession,
  raw: RawRows,
  of: { readonly checks: readonly FieldCheck[]; readonly key: string; readonly most: number },
): Promise<readonly Omit<RejectedRow, 'cells'>[]> {
  const rows = await session.run(
    `select _row as "#row", broken as "#broken", first as "#first" from rejected order by _row limit ${of.most}`,
  );
  const told = rows.map((row) => ({
    row: Number(row['#row']),
    problems: problemsOf(row, of.checks, of.key),
  }));
  const shapeless = raw.broken.map(({ row }) => ({ row, problems: shape }));
  return [...told, ...shapeless].toSorted((one, other) => one.row - other.row).slice(0, of.most);
}

/** Received files → the raw layer: one Parquet file of texts, every column and record as it came; a record's number is its place in the file. */
import type { DuckSession } from '../duck/open-duck.ts';
import type { SourceColumn } from '../../types.ts';
import type { Received } from '../source/received.ts';
import { quoteColumn, quoteText } from './quote.ts';

export interface RawRows {
  readonly file: string;
  readonly columns: readonly SourceColumn[];
  readonly rows: number;
  /** Records that are no rows at all: their number in the file, and their text. */
  readonly broken: readonly { readonly row: number; readonly text: string }[];
  readonly brokenCount: number;
  readonly brokenBytes: number;
}

/** How many broken records are listed, and how much of their text: a batch with more is refused. */
export interface RawLimits {
  readonly rows: number;
  readonly bytes: number;
}

const mostLineBytes = 4 * 1_048_576;
/** Columns of more different values are written plainly: looking for repetitions in them costs more than it saves. */
const dictionaryMost = 1000;
const mostObjectBytes = 64 * 1_048_576;

async function write(session: DuckSession, select: string, file: string): Promise<void> {
  // Read again at once: quick to write matters more than small.
  await session.run(
    `copy (${select}) to ${quoteText(file)} (format parquet, compression snappy, dictionary_size_limit ${dictionaryMost})`,
  );
}

async function countOf(session: DuckSession, file: string): Promise<number> {
  const [found] = await session.run(`select count(*)::bigint as n from read_parquet(${quoteText(file)})`);
  return Number(found?.['n'] ?? 0);
}

async function csvToRaw(
  session: DuckSession,
  received: Received,
  file: string,
  most: RawLimits,
): Promise<RawRows> {
  const columns = received.columns;
  const shape = columns.map(({ name }) => `${quoteText(name)}: 'VARCHAR'`).join(', ');
  const [from = ''] = received.files;
  const newline =
    received.newline === undefined ? '' : `new_line = '${received.newline === '\r' ? '\\r' : '\\r\\n'}',`;
  await write(
    session,
    `select * from read_csv(${quoteText(from)}, columns = {${shape}}, auto_detect = false,
       header = true, ${newline} delim = ${quoteText(received.delimiter)}, quote = '"', escape = '"', nullstr = '', max_line_size = ${mostLineBytes},
       store_rejects = true, rejects_table = 'broken_lines', rejects_scan = 'broken_scans', rejects_limit = 0)`,
    file,
  );
  return { file, columns, rows: await countOf(session, file), ...(await brokenLines(session, most)) };
}

async function brokenLines(
  session: DuckSession,
  most: RawLimits,
): Promise<Pick<RawRows, 'broken' | 'brokenCount' | 'brokenBytes'>> {
  await session.run(
    `create or replace temp table shapeless as select line, any_value(csv_line) as text from broken_lines group by line`,
  );
  const [all] = await session.run(
    'select count(*)::bigint as n, coalesce(sum(strlen(text)), 0)::bigint as bytes from shapeless',
  );
  const rows = await session.run(
    `select line::bigint as line, text from (select *, sum(strlen(text)) over (order by line) as upto from shapeless)
     where upto <= ${most.bytes} order by line limit ${most.rows}`,
  );
  return {
    // The header is line 1.
    broken: rows.map((row) => ({ row: Number(row['line']) - 1, text: String(row['text'] ?? '') })),
    brokenCount: Number(all?.['n'] ?? 0),
    brokenBytes: Number(all?.['bytes'] ?? 0),
  };
}

function jsonPath(dotted: string): string {
  return `$${dotted
    .split('.')
    .map((name) => `."${name}"`)
    .join('')}[*]`;
}

async function jsonToRaw(session: DuckSession, received: Received, file: string): Promise<RawRows> {
  const files = `[${received.files.map(quoteText).join(', ')}]`;
  const read = (format: string) =>
    `read_json_objects(${files}, format = '${format}', maximum_object_size = ${mostObjectBytes})`;
  const inside = received.rows !== undefined && received.rows !== '';
  await session.run(
    inside
      ? `create temp view documents as select unnest(json_extract(json, ${quoteText(jsonPath(received.rows ?? ''))})) as j from ${read('unstructured')}`
      : `create temp view documents as select json as j from ${read('auto')}`,
  );
  const found = (
    await session.run(
      "select k, min(n) as n from (select unnest(json_keys(j)) as k, row_number() over () as n from documents where json_type(j) = 'OBJECT') group by k order by 2, 1",
    )
  ).map((row) => String(row['k']));
  // Columns that were declared are there, also where no row of this batch has them.
  const names = [...new Set([...received.columns.map((column) => column.name), ...found])];
  const list = names.map(
    (name) =>
      `json_extract_string(j, ${quoteText(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)}) as ${quoteColumn(name)}`,
  );
  // Parquet has no table without columns.
  const select =
    list.length === 0 ? `select null::varchar as "" where false` : `select ${list.join(', ')} from documents`;
  await write(session, select, file);
  const rows = await countOf(session, file);
  const poison = received.poison ?? [];
  return {
    file,
    columns: names.map((name) => ({ name, type: '' })),
    rows,
    broken: poison.map((text, index) => ({ row: rows + index + 1, text })),
    brokenCount: poison.length,
    brokenBytes: poison.reduce((sum, text) => sum + text.length, 0),
  };
}

async function parquetToRaw(session: DuckSession, received: Received, file: string): Promise<RawRows> {
  const from = `read_parquet([${received.files.map(quoteText).join(', ')}])`;
  const described = await session.run(`describe select * from ${from}`);
  const columns = described.map((row) => ({
    name: String(row['column_name']),
    type: String(row['column_type']),
  }));
  const list = columns.map(({ name }) => `cast(${quoteColumn(name)} as varchar) as ${quoteColumn(name)}`);
  await write(session, `select ${list.join(', ')} from ${from}`, file);
  return { file, columns, rows: await countOf(session, file), broken: [], brokenCount: 0, brokenBytes: 0 };
}

export function writeRaw(
  session: DuckSession,
  received: Received,
  file: string,
  most: RawLimits,
): Promise<RawRows> {
  if (received.form === 'csv') return csvToRaw(session, received, file, most);
  return received.form === 'json'
    ? jsonToRaw(session, received, file)
    : parquetToRaw(session, received, file);
}

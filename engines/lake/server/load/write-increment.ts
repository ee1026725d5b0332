/** What an incremental batch adds: a file of its own rows, and one that names the rows which they replace; the files before stay as they are. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { LakeField } from '../../field.ts';
import type { DuckSession } from '../duck/open-duck.ts';
import { quoteColumn, quoteText } from './quote.ts';
import { freshRows, writeStandard } from './write-standard.ts';
import { columnsOf } from './view-typed.ts';

export interface Increment {
  readonly rows: number;
  /** Rows that no longer count; their file is written only when there are some. */
  readonly replaced: number;
}

export async function countRows(session: DuckSession, from: string): Promise<number> {
  const [counted] = await session.run(`select count(*)::bigint as n from ${from}`);
  return Number(counted?.['n'] ?? 0);
}

function keysOf(fields: readonly LakeField[]): readonly string[] {
  return fields.filter((field) => field.key).map((field) => quoteColumn(field.name));
}

/** Leaves the table vanished (_batch, _row): rows of before whose key no record has brought, not even one that was rejected. Returns their number. */
export async function findVanished(
  session: DuckSession,
  fields: readonly LakeField[],
  prior: string,
): Promise<number> {
  const came = fields.flatMap((field, index) =>
    field.key ? [`${columnsOf(index).value} as ${quoteColumn(field.name)}`] : [],
  );
  await session.run(
    `create or replace temp table vanished as select _batch, _row from ${prior}
     anti join (select ${came.join(', ')} from typed_rows) using (${keysOf(fields).join(', ')})`,
  );
  return countRows(session, 'vanished');
}

/** Rows that came again as they were stay what they are: only news is written. */
async function leaveNews(session: DuckSession, fields: readonly LakeField[], prior: string): Promise<void> {
  const equal = fields
    .filter((field) => !field.key)
    .map(({ name }) => `came.${quoteColumn(name)} is not distinct from was.${quoteColumn(name)}`);
  const on = keysOf(fields).map((key) => `came.${key} = was.${key}`);
  await session.run(
    `create or replace temp table same as select came._row from fresh as came join ${prior} as was
     on ${[...on, ...equal].join(' and ')}`,
  );
  await session.run('delete from fresh where _row in (select _row from same)');
}

/** `gone`: what findVanished has found no longer counts either. */
export async function writeIncrement(
  session: DuckSession,
  given: {
    readonly batch: string;
    readonly fields: readonly LakeField[];
    /** Rows that count before it (`visibleRows`). */
    readonly prior: string;
    readonly gone: boolean;
    readonly latest: boolean;
    readonly file: string;
    readonly replacedFile: string;
  },
): Promise<Increment> {
  const { batch, fields, prior, file, replacedFile } = given;
  const keys = keysOf(fields);
  if (keys.length === 0)
    return { rows: await writeStandard(session, { batch, fields, prior: undefined, file }), replaced: 0 };
  await session.run(`create or replace temp table fresh as ${freshRows(batch, fields, given.latest)}`);
  await leaveNews(session, fields, prior);
  await session.run(`copy fresh to ${quoteText(file)} (format parquet, compression zstd)`);
  await session.run(
    `create or replace temp table replaced as select _batch, _row from ${prior}
     semi join fresh using (${keys.join(', ')}) ${given.gone ? 'union all select * from vanished' : ''}`,
  );
  const replaced = await countRows(session, 'replaced');
  if (replaced > 0) {
    await mkdir(path.dirname(replacedFile), { recursive: true });
    await session.run(`copy replaced to ${quoteText(replacedFile)} (format parquet, compression zstd)`);
  }
  return { rows: await countRows(session, 'fresh'), replaced };
}

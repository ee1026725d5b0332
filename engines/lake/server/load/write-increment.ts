/** What an incremental batch adds: a file of its own rows, and one that names the rows which they replace; the files before stay as they are. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { LakeField } from '../../field.ts';
import type { DuckSession } from '../duck/open-duck.ts';
import { quoteColumn, quoteText } from './quote.ts';
import { writeStandard } from './write-standard.ts';

/** `replaced` counts the rows that no longer count; its file is written only when there are some. */
export async function writeIncrement(
  session: DuckSession,
  given: {
    readonly batch: string;
    readonly fields: readonly LakeField[];
    /** Rows that count before it (`visibleRows`). */
    readonly prior: string;
    readonly file: string;
    readonly replacedFile: string;
  },
): Promise<{ readonly rows: number; readonly replaced: number }> {
  const { batch, fields, prior, file, replacedFile } = given;
  const rows = await writeStandard(session, { batch, fields, prior: undefined, file });
  const keys = fields.filter((field) => field.key).map((field) => quoteColumn(field.name));
  if (keys.length === 0) return { rows, replaced: 0 };
  await session.run(
    `create or replace temp table replaced as select _batch, _row from ${prior}
     semi join read_parquet(${quoteText(file)}) using (${keys.join(', ')})`,
  );
  const [counted] = await session.run('select count(*)::int as n from replaced');
  const replaced = Number(counted?.['n'] ?? 0);
  if (replaced > 0) {
    await mkdir(path.dirname(replacedFile), { recursive: true });
    await session.run(`copy replaced to ${quoteText(replacedFile)} (format parquet, compression zstd)`);
  }
  return { rows, replaced };
}

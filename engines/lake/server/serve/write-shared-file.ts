/** The rows of a contract as one CSV file in the spool, digested; the sweeper takes it away after a day. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { csvStream } from '../../../registers/index.ts';
import type { Store } from '../../../store/index.ts';
import type { Shelf } from '../../shelf.ts';
import type { ShareGrant } from '../../types.ts';
import type { FileMark } from '../../../access/index.ts';
import type { CoveredField } from '../covered-fields.ts';
import { lakeFolder } from '../load/loading.ts';
import { spool } from '../source/spool.ts';
import { sharedFields, sharedRows } from './shared-rows.ts';

type Cells = readonly (string | number)[];

function cell(value: string | number | boolean | null): string | number {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  return value;
}

export async function writeSharedFile(
  store: Store,
  given: {
    readonly shelf: Shelf;
    readonly grant: ShareGrant;
    readonly fields: readonly CoveredField[];
    readonly mark?: FileMark | undefined;
  },
  name: string,
): Promise<{ readonly at: string; readonly rows: number; readonly digest: string }> {
  const { shelf, grant, fields, mark } = given;
  const folder = path.join(lakeFolder(store), 'spool', 'shared');
  await mkdir(folder, { recursive: true });
  const shown = sharedFields(fields, grant);
  let rows = 0;
  async function* cells(): AsyncGenerator<Cells> {
    for await (const found of sharedRows(shelf, grant, fields)) {
      rows += found.length;
      for (const values of found) {
        const row = shown.map((field) => cell(values[field.name] ?? null));
        yield mark === undefined ? row : mark.row(row);
      }
    }
  }
  const at = path.join(folder, `${name}.csv`);
  const lines = csvStream(
    shown.map((field) => field.title),
    cells(),
  );
  const { digest } = await spool(lines, at, new AbortController().signal);
  return { at, rows, digest };
}

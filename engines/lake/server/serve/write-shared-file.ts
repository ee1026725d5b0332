/** The rows of a contract as one CSV file in the spool, page after page, digested; the sweeper takes it away after a day. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { csvStream } from '../../../registers/index.ts';
import type { Store } from '../../../store/index.ts';
import type { LakeField } from '../../field.ts';
import type { ShareGrant } from '../../types.ts';
import { lakeFolder } from '../load/loading.ts';
import { spool } from '../source/spool.ts';
import { readServed } from './copy-served.ts';
import { shapeRow } from './shape-row.ts';

const page = 1000;
type Cells = readonly (string | number)[];

function cell(value: string | number | boolean | null): string | number {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  return value;
}

export async function writeSharedFile(
  store: Store,
  grant: ShareGrant,
  fields: readonly LakeField[],
  name: string,
): Promise<{ readonly at: string; readonly rows: number; readonly digest: string }> {
  const folder = path.join(lakeFolder(store), 'spool', 'shared');
  await mkdir(folder, { recursive: true });
  const shown = fields.filter((field) => grant.fields.some((each) => each.name === field.name));
  let rows = 0;
  async function* cells(): AsyncGenerator<Cells> {
    for (let after: string | undefined; ; ) {
      const found = await readServed(store, { dataset: grant.dataset, where: grant.rows, after, size: page });
      for (const row of found) {
        const values = shapeRow(row, fields, grant);
        yield shown.map((field) => cell(values[field.name] ?? null));
      }
      rows += found.length;
      after = found.at(-1)?.key;
      if (found.length < page) return;
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

/** The sheet of an export as a stream: rows a thousand at a time, masked, with names in the place of codes. */
import { sql } from 'kysely';
import type { Principal } from '../../../../kernel/access.ts';
import { scopeCondition } from '../../../store/index.ts';
import type { JobContext } from '../../../store/service.ts';
import { registerErrors } from '../../errors.ts';
import type { ExitMark } from '../../../access/service.ts';
import type { ExportedSheet, ExportWish } from '../../service.ts';
import { maskRows } from '../field/mask-value.ts';
import { showValue } from '../field/show-value.ts';
import { openRows, type PlainRow, type RowContext } from '../row/row-context.ts';
import { type Titled, withTitles } from '../row/row-labels.ts';
import type { ShapeField } from '../shape/describe-shape.ts';
import { type Cell, csvStream, xlsxStream, xlsxType } from '../sheet/write-sheet.ts';
import { chosenFields, idsOf, mostExported, type Reach, reachOf } from './plan-export.ts';

const chunk = 1000;

function cellOf(
  context: RowContext,
  each: ShapeField,
  row: Titled<PlainRow>,
  people: ReadonlyMap<string, string>,
): Cell {
  const value = row[each.name];
  if (typeof value === 'number') return value;
  const title = row.titles?.[each.name];
  if (title !== undefined) return title;
  if (each.field.type === 'subject' && typeof value === 'string') return people.get(value) ?? value;
  // A masked code or place shows its mask, which is nothing.
  return showValue(each.field, value, context.lookups);
}

/** The rows in the order of `ids`, as far as they are still within reach, masked and in words. */
export async function* cells(
  context: RowContext,
  reach: Reach,
  ids: readonly string[],
  fields: readonly ShapeField[],
  job: Pick<JobContext, 'signal' | 'progress'>,
): AsyncGenerator<readonly Cell[]> {
  const { shape, store, access } = context;
  const hidden = context.hidden(reach, 'export').fields;
  for (let start = 0; start < ids.length; start += chunk) {
    if (job.signal.aborted) throw new Error('cancelled');
    const part = ids.slice(start, start + chunk);
    const found =
      await sql<PlainRow>`select ${shape.select} from ${shape.table} where id = any(${part}::uuid[])
      and ${scopeCondition(reach.reading, shape.scope)} and ${scopeCondition(reach.exporting, shape.scope)}`.execute(
        store.db,
      );
    await openRows(context, found.rows);
    maskRows(found.rows, hidden);
    const titled = await withTitles(context, found.rows);
    const rows = new Map(titled.map((row) => [String(row['id']), row]));
    const subjects = fields.filter((each) => each.field.type === 'subject');
    const asked = found.rows.flatMap((row) =>
      subjects.map((each) => row[each.name]).filter((id) => typeof id === 'string'),
    );
    const people = asked.length === 0 ? new Map<string, string>() : await access.namesOf([...new Set(asked)]);
    for (const id of part) {
      const row = rows.get(id);
      if (row !== undefined) yield fields.map((each) => cellOf(context, each, row, people));
    }
    await job.progress(Math.min(1, (start + part.length) / ids.length), `已导出 ${start + part.length} 行`);
  }
}

export function sheetOf(
  title: string,
  format: ExportWish['format'],
  header: readonly string[],
  rows: AsyncIterable<readonly Cell[]>,
  note?: string,
): Omit<ExportedSheet, 'rows'> {
  const xlsx = format === 'xlsx';
  return {
    fileName: `${title}.${format}`,
    contentType: xlsx ? xlsxType : 'text/csv',
    body: xlsx ? xlsxStream(title, header, rows, note) : csvStream(header, rows, note),
  };
}

async function* marked(
  rows: AsyncIterable<readonly Cell[]>,
  mark: ExitMark,
): AsyncGenerator<readonly Cell[]> {
  for await (const row of rows) yield mark.row(row);
}

/** An approved export: made while it is sent, of this moment's rows and under the person's own decision of this moment. */
export async function makeSheet(
  context: RowContext,
  principal: Principal,
  wish: ExportWish,
  markOf: (rows: number) => ExitMark,
): Promise<ExportedSheet> {
  const reach = reachOf(context, principal);
  const fields = chosenFields(context, wish.fields);
  const ids = await idsOf(context, reach, wish.query);
  if (ids.length > mostExported) throw registerErrors.exportTooLarge({ most: mostExported });
  const mark = markOf(ids.length);
  const unwatched = { signal: new AbortController().signal, progress: () => Promise.resolve() };
  const rows = marked(cells(context, reach, ids, fields, unwatched), mark);
  const header = fields.map((each) => each.field.title);
  const { title } = context.shape.info.declaration;
  return { ...sheetOf(title, wish.format, header, rows, mark.note), rows: ids.length };
}

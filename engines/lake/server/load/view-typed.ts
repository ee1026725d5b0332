/** The raw layer as the rules and the standard layer read it: each field's text and typed value, worked out once per row. */
import type { LakeField } from '../../field.ts';
import type { DuckSession } from '../duck/open-duck.ts';
import { quoteColumn, quoteText } from './quote.ts';
import { textOf, typedValue } from './typed-value.ts';
import type { RawRows } from './write-raw.ts';

/** Columns of the view for the field at this place in the list. */
export const columnsOf = (index: number) => ({ text: `t${index}`, value: `v${index}` });

/** A record is numbered by its place in the raw file. */
export const rowNumber = 'file_row_number::bigint + 1';

export function rawRows(raw: RawRows): string {
  return `read_parquet(${quoteText(raw.file)}, file_row_number = true)`;
}

/** Leaves the temporary view typed_rows (_row, t0, v0, t1, v1 …); a field whose column the source lacks is empty. */
export async function viewTyped(
  session: DuckSession,
  raw: RawRows,
  fields: readonly LakeField[],
): Promise<void> {
  const present = new Set(raw.columns.map((column) => column.name));
  const texts = fields.map(({ source }, index) => {
    const text = present.has(source) ? textOf(source) : 'null::varchar';
    return `${text} as ${columnsOf(index).text}`;
  });
  const values = fields.map((field, index) => {
    const { text, value } = columnsOf(index);
    return `${text}, ${typedValue(field, text)} as ${quoteColumn(value)}`;
  });
  // Two steps, so that DuckDB keeps each text and value as a column instead of working it out again in every rule.
  await session.run(
    `create or replace temp view typed_rows as select _row, ${values.join(', ')}
     from (select ${rowNumber} as _row, ${texts.join(', ')} from ${rawRows(raw)})`,
  );
}

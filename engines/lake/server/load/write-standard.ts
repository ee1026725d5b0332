/** Judged rows → the standard layer: typed, under their standard names, merged by key with what was there. */
import type { LakeField } from '../../field.ts';
import type { DuckSession } from '../duck/open-duck.ts';
import { quoteColumn, quoteText } from './quote.ts';
import { columnsOf } from './view-typed.ts';

export const sqlTypes: Readonly<Record<LakeField['type'], string>> = {
  text: 'varchar',
  integer: 'bigint',
  decimal: 'decimal(18, 6)',
  date: 'date',
  moment: 'timestamp',
  boolean: 'boolean',
};

export interface Prior {
  /** Rows that count before it (`visibleRows`). */
  readonly rows: string;
  readonly fields: readonly LakeField[];
}

/** A field of the former file, where it had one of that name and type. */
export function priorValue(field: LakeField, prior: Prior): string {
  const had = prior.fields.some((each) => each.name === field.name && each.type === field.type);
  const column = quoteColumn(field.name);
  return had ? column : `null::${sqlTypes[field.type]} as ${column}`;
}

/** The accepted rows of this batch, as they stand in the standard layer; `latest`: of equal keys the last one says how it is now. */
export function freshRows(batch: string, fields: readonly LakeField[], latest = false): string {
  const list = fields
    .map(({ name }, index) => `${columnsOf(index).value} as ${quoteColumn(name)}`)
    .join(', ');
  const keys = fields.flatMap((field, index) => (field.key ? [columnsOf(index).value] : []));
  const only = latest && keys.length > 0;
  const last = only
    ? `qualify row_number() over (partition by ${keys.join(', ')} order by _row desc) = 1`
    : '';
  return `select _row, ${quoteText(batch)} as _batch, ${list} from typed_rows anti join rejected using (_row) ${last}`;
}

/** Returns the number of rows in the new file. `prior` is kept where its keys do not come anew; without keys all of it. */
export async function writeStandard(
  session: DuckSession,
  given: {
    readonly batch: string;
    readonly fields: readonly LakeField[];
    readonly prior: Prior | undefined;
    readonly latest?: boolean;
    readonly file: string;
  },
): Promise<number> {
  const { fields, prior } = given;
  const fresh = freshRows(given.batch, fields, given.latest);
  let select = fresh;
  if (prior !== undefined) {
    await session.run(`create or replace temp table fresh as ${fresh}`);
    const keys = fields.filter((field) => field.key).map((field) => quoteColumn(field.name));
    const anti = keys.length === 0 ? '' : `anti join fresh using (${keys.join(', ')})`;
    const kept = fields.map((field) => priorValue(field, prior)).join(', ');
    select = `select * from fresh union all
      select _row, _batch, ${kept} from ${prior.rows} ${anti}`;
  }
  await session.run(`copy (${select}) to ${quoteText(given.file)} (format parquet, compression zstd)`);
  const [counted] = await session.run(
    `select count(*)::bigint as n from read_parquet(${quoteText(given.file)})`,
  );
  return Number(counted?.['n'] ?? 0);
}

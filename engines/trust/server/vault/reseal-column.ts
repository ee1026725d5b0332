/** Walks a column of sealed values and puts those of older keys, and those in no box yet, into boxes of the newest, batch by batch, while the city works. */
import { type RawBuilder, type Store, sql } from '../../../store/index.ts';
import { CityError } from '../../../../kernel/errors.ts';
import type { Boxes, SealedColumn } from '../../service.ts';
import { sealedHead } from './open-boxes.ts';

export const batchSize = 500;

/** What values of the newest keys begin with. */
export interface Current {
  readonly sealed: string;
  readonly index: string;
}

interface Row {
  readonly id: string;
  readonly value: string;
}

interface Resealed extends Row {
  readonly before: string;
  readonly index: string | null;
}

export interface Batch {
  readonly resealed: number;
  readonly failed: number;
}

/** A JSON value as text: a box as it is, anything else, a plain string too, as JSON writes it. */
function jsonText(value: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(case when jsonb_typeof(${value}) = 'null' then null
    when jsonb_typeof(${value}) = 'string' and starts_with(${value} #>> '{}', ${sealedHead}) then ${value} #>> '{}'
    else (${value})::text end)`;
}

function valueIn({ column, json }: SealedColumn): RawBuilder<unknown> {
  return json === true ? jsonText(sql.id(column)) : sql.id(column);
}

/** In a box or under an index of an older key, or in none and waiting for it. */
function outdated(kept: SealedColumn, current: Current): RawBuilder<unknown> {
  const { index, converts } = kept;
  const value = valueIn(kept);
  const sealed = sql`not starts_with(${value}, ${current.sealed})`;
  const either =
    index === undefined
      ? sealed
      : sql`(${sealed} or not starts_with(coalesce(${sql.id(index)}, ''), ${current.index}))`;
  const stays = converts === undefined ? sql`true` : sql`${value} <> all(${converts}::text[])`;
  return sql`(${value} is not null and ${stays} and ${either})`;
}

/** The same value in a box of the newest key. Throws what opening throws; undefined for a text that stays. */
export function renew(boxes: Boxes, column: SealedColumn, row: string, value: string) {
  const place = { table: column.table, row, field: column.column };
  const bare = column.converts !== undefined && !value.startsWith(sealedHead);
  const plain = bare ? value : boxes.open(value, place);
  return { plain, sealed: boxes.seal(plain, place) };
}

/** undefined for what cannot be opened: it stays as it is, and is counted. */
export function orUndefined<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (problem) {
    if (problem instanceof CityError && problem.code.startsWith('trust.')) return undefined;
    throw problem;
  }
}

async function save(store: Store, column: SealedColumn, rows: readonly Resealed[]): Promise<void> {
  const index = column.index === undefined ? sql`` : sql`, ${sql.id(column.index)} = fresh.index`;
  // Only where nobody wrote meanwhile: what was written since is in a new box already.
  const [held, fresh] =
    column.json === true
      ? [jsonText(sql`held.${sql.id(column.column)}`), sql`to_jsonb(fresh.value)`]
      : [sql`held.${sql.id(column.column)}`, sql`fresh.value`];
  await sql`update ${sql.table(column.table)} held set ${sql.id(column.column)} = ${fresh} ${index}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as fresh (id text, value text, before text, index text)
    where held.${sql.id(column.row)}::text = fresh.id and ${held} = fresh.before`.execute(store.db);
}

export async function* resealColumn(
  store: Store,
  column: SealedColumn,
  current: Current,
  boxes: Boxes,
): AsyncGenerator<Batch> {
  const key = sql.id(column.row);
  let after = '';
  for (;;) {
    const found =
      await sql<Row>`select ${key}::text as id, ${valueIn(column)} as value from ${sql.table(column.table)}
      where ${key}::text > ${after} and ${outdated(column, current)}
      order by ${key}::text limit ${batchSize}`.execute(store.db);
    const last = found.rows.at(-1);
    if (last === undefined) return;
    const fresh = found.rows.flatMap((row) => orUndefined(() => resealRow(column, row, boxes)) ?? []);
    await save(store, column, fresh);
    yield { resealed: fresh.length, failed: found.rows.length - fresh.length };
    after = last.id;
  }
}

function resealRow(column: SealedColumn, { id, value }: Row, boxes: Boxes): Resealed {
  const { plain, sealed } = renew(boxes, column, id, value);
  const form = column.form?.(plain) ?? plain;
  const index = column.index === undefined ? null : boxes.index(form, `${column.table}.${column.column}`);
  return { id, before: value, value: sealed, index };
}

async function countWhere(store: Store, table: string, condition: RawBuilder<unknown>): Promise<number> {
  const found = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}
    where ${condition}`.execute(store.db);
  return found.rows[0]?.count ?? 0;
}

export async function countOutdated(
  store: Store,
  columns: readonly SealedColumn[],
  current: Current,
): Promise<number> {
  let count = 0;
  for (const column of columns) {
    count += await countWhere(store, column.table, outdated(column, current));
    if (column.copies === undefined) continue;
    count += await countWhere(store, column.copies.table, outdatedCopies(column, column.copies, current));
  }
  return count;
}

export function copiedValue(column: SealedColumn, copies: NonNullable<SealedColumn['copies']>) {
  const value = sql`(${sql.id(copies.json)} -> ${sql.lit(column.column)})`;
  return column.json === true ? jsonText(value) : sql`(${value} #>> '{}')`;
}

export function outdatedCopies(
  column: SealedColumn,
  copies: NonNullable<SealedColumn['copies']>,
  current: Current,
): RawBuilder<unknown> {
  const value = copiedValue(column, copies);
  return sql`(${sql.id(copies.only.column)} = ${copies.only.value} and ${value} is not null
    and ${value} <> all(${column.converts ?? []}::text[]) and not starts_with(${value}, ${current.sealed}))`;
}

/** All values whose box or index begins so. */
export async function countSealed(
  store: Store,
  columns: readonly SealedColumn[],
  sealed: string,
  index: string,
): Promise<number> {
  let count = 0;
  for (const column of columns) {
    const byIndex =
      column.index === undefined ? sql`false` : sql`starts_with(${sql.id(column.index)}, ${index})`;
    const byBox = sql`coalesce(starts_with(${valueIn(column)}, ${sealed}), false)`;
    count += await countWhere(store, column.table, sql`${byBox} or ${byIndex}`);
    const { copies } = column;
    if (copies === undefined) continue;
    const ours = sql`${sql.id(copies.only.column)} = ${copies.only.value}`;
    const boxed = sql`starts_with(${copiedValue(column, copies)}, ${sealed})`;
    count += await countWhere(store, copies.table, sql`${ours} and ${boxed}`);
  }
  return count;
}

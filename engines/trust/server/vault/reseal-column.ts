/** Walks a column of sealed values and puts those of older keys into boxes of the newest, batch by batch, while the city works. */
import { type RawBuilder, type Store, sql } from '../../../store/index.ts';
import { CityError } from '../../../../kernel/errors.ts';
import type { SealedColumn, Vault } from '../../service.ts';

const batchSize = 500;

interface Row {
  readonly id: string;
  readonly value: string;
}

interface Resealed extends Row {
  readonly before: string;
  readonly index: string | null;
}

/** In a box or under an index of an older key. */
function outdated(
  column: SealedColumn,
  current: { readonly sealed: string; readonly index: string },
): RawBuilder<unknown> {
  const sealed = sql`not starts_with(${sql.id(column.column)}, ${current.sealed})`;
  return column.index === undefined
    ? sealed
    : sql`(${sealed} or not starts_with(${sql.id(column.index)}, ${current.index}))`;
}

async function save(store: Store, column: SealedColumn, rows: readonly Resealed[]): Promise<void> {
  const index = column.index === undefined ? sql`` : sql`, ${sql.id(column.index)} = fresh.index`;
  // Only where nobody wrote meanwhile: what was written since is in a new box already.
  await sql`update ${sql.table(column.table)} held set ${sql.id(column.column)} = fresh.value ${index}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as fresh (id text, value text, before text, index text)
    where held.${sql.id(column.row)}::text = fresh.id and held.${sql.id(column.column)} = fresh.before`.execute(
    store.db,
  );
}

export async function* resealColumn(
  store: Store,
  column: SealedColumn,
  current: { readonly sealed: string; readonly index: string },
  boxes: Pick<Vault, 'seal' | 'open' | 'index'>,
): AsyncGenerator<{ readonly resealed: number; readonly failed: number }> {
  const key = sql.id(column.row);
  let after = '';
  for (;;) {
    const found =
      await sql<Row>`select ${key}::text as id, ${sql.id(column.column)} as value from ${sql.table(column.table)}
      where ${key}::text > ${after} and ${sql.id(column.column)} is not null and ${outdated(column, current)}
      order by ${key}::text limit ${batchSize}`.execute(store.db);
    const last = found.rows.at(-1);
    if (last === undefined) return;
    const fresh: Resealed[] = [];
    for (const row of found.rows) {
      const one = await resealRow(column, row, boxes);
      if (one !== undefined) fresh.push(one);
    }
    await save(store, column, fresh);
    yield { resealed: fresh.length, failed: found.rows.length - fresh.length };
    after = last.id;
  }
}

/** undefined for a value that cannot be opened: it stays as it is, and is counted. */
async function resealRow(
  column: SealedColumn,
  row: Row,
  boxes: Pick<Vault, 'seal' | 'open' | 'index'>,
): Promise<Resealed | undefined> {
  const place = { table: column.table, row: row.id, field: column.column };
  try {
    const plain = await boxes.open(row.value, place);
    const index =
      column.index === undefined ? null : await boxes.index(plain, `${column.table}.${column.column}`);
    return { id: row.id, before: row.value, value: await boxes.seal(plain, place), index };
  } catch (problem) {
    if (problem instanceof CityError && problem.code.startsWith('trust.')) return undefined;
    throw problem;
  }
}

/** All sealed values, or those whose box or index begins so. */
export async function countSealed(
  store: Store,
  columns: readonly SealedColumn[],
  sealed = '',
  index = '',
): Promise<number> {
  let count = 0;
  for (const column of columns) {
    const byIndex =
      column.index === undefined || index === ''
        ? sql`false`
        : sql`starts_with(${sql.id(column.index)}, ${index})`;
    const found = await sql<{ count: number }>`select count(*) as count from ${sql.table(column.table)}
      where starts_with(${sql.id(column.column)}, ${sealed}) or ${byIndex}`.execute(store.db);
    count += found.rows[0]?.count ?? 0;
  }
  return count;
}

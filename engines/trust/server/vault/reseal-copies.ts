/** The same walk over former versions of rows, which keep the boxes of their time inside a JSON column. */
import { type Store, sql } from '../../../store/index.ts';
import type { Boxes, SealedColumn } from '../../service.ts';
import {
  type Batch,
  batchSize,
  copiedValue,
  type Current,
  orUndefined,
  outdatedCopies,
  renew,
} from './reseal-column.ts';

interface Copy {
  readonly row: string;
  readonly version: number;
  readonly value: string;
}

export async function* resealCopies(
  store: Store,
  column: SealedColumn,
  current: Current,
  boxes: Boxes,
): AsyncGenerator<Batch> {
  const { copies } = column;
  if (copies === undefined) return;
  const [row, version] = [sql.id(copies.row), sql.id(copies.version)];
  let after = { row: '', version: 0 };
  for (;;) {
    const { rows } =
      await sql<Copy>`select ${row}::text as row, ${version} as version, ${copiedValue(column, copies)} as value
      from ${sql.table(copies.table)} where ${outdatedCopies(column, copies, current)}
        and (${row}::text, ${version}) > (${after.row}, ${after.version}::integer)
      order by ${row}::text, ${version} limit ${batchSize}`.execute(store.db);
    const last = rows.at(-1);
    if (last === undefined) return;
    const fresh = rows.flatMap((copy) => {
      const renewed = orUndefined(() => renew(boxes, column, copy.row, copy.value));
      return renewed === undefined ? [] : [{ ...copy, value: renewed.sealed }];
    });
    await sql`update ${sql.table(copies.table)} held
      set ${sql.id(copies.json)} = jsonb_set(held.${sql.id(copies.json)}, array[${column.column}], to_jsonb(fresh.value))
      from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as fresh (row text, version integer, value text)
      where held.${row} = fresh.row::uuid and held.${version} = fresh.version
        and held.${sql.id(copies.only.column)} = ${copies.only.value}`.execute(store.db);
    yield { resealed: fresh.length, failed: rows.length - fresh.length };
    after = last;
  }
}

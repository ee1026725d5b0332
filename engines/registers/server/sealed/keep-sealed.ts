/** The sealed fields of all registers, handed to the vault: so a change of keys reaches rows and former versions, and plain values find their boxes. */
import { sql } from 'kysely';
import type { Store } from '../../../store/service.ts';
import { sealedHead, type Vault } from '../../../trust/index.ts';
import { indexForm, type SealedValues, sealedValues } from '../field/sealed-field.ts';
import { anonymous } from '../retention/due-rows.ts';
import type { Shape } from '../shape/describe-shape.ts';

export function keepSealed(shapes: readonly Shape[], vault: Vault | undefined): void {
  for (const { info, sealed } of shapes)
    for (const { column, index, field } of sealed) {
      if (vault === undefined) throw new RangeError(`${info.id}: sealed fields need the vault`);
      vault.keep({
        table: info.table,
        row: 'id',
        column,
        ...(index === undefined
          ? { json: true as const }
          : { index, form: (value: string) => indexForm(field, value) }),
        converts: [anonymous],
        copies: {
          table: 'register_history',
          row: 'row_id',
          version: 'version',
          json: 'row',
          only: { column: 'register', value: info.id },
        },
      });
    }
}

const nothing = Promise.resolve(undefined);

/** The keys come from the vault's memory; values are made of them anew when they changed. */
export function sealsOf(shape: Shape, vault: Vault | undefined): () => Promise<SealedValues | undefined> {
  if (vault === undefined || shape.sealed.length === 0) return () => nothing;
  let held: { readonly of: unknown; readonly values: SealedValues } | undefined;
  return async () => {
    const boxes = await vault.boxes();
    if (held?.of !== boxes)
      held = { of: boxes, values: sealedValues({ fields: shape.fields, table: shape.info.table }, boxes) };
    return held.values;
  };
}

/** By night: starts the vault's job where a field was declared sealed after its rows were written. Until then both are read. */
export async function convertPlain(
  store: Store,
  vault: Vault | undefined,
  shapes: readonly Shape[],
): Promise<void> {
  for (const { table, sealed } of shapes)
    for (const { column, index } of sealed) {
      const waits =
        index === undefined
          ? sql`not starts_with(${sql.ref(column)} #>> '{}', ${sealedHead})`
          : sql`${sql.ref(index)} is null and ${sql.ref(column)} <> ${anonymous}`;
      const plain = await sql`select 1 from ${table} where ${sql.ref(column)} is not null
        and ${waits} limit 1`.execute(store.db);
      if (plain.rows.length === 0) continue;
      await vault?.reseal('system');
      return;
    }
}

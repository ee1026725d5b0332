/** Rows of a dataset's visible file, masked for whoever looks. */
import { type FieldClass, isCovered, isMasked } from '../../../kernel/access.ts';
import { maskAddress, maskIdCard, maskName, maskPhone, maskText } from '../../../kernel/mask.ts';
import type { Store } from '../../store/index.ts';
import { lakeErrors } from '../errors.ts';
import type { LakeField } from '../field.ts';
import type { RowPlace } from '../quality.ts';
import type { RowsQuery, SeenRow } from '../service.ts';
import { covered, type CoveredField, isHidden, isWithheld } from './covered-fields.ts';
import type { Duck } from './duck/open-duck.ts';
import { findDataset } from './load/batch-rows.ts';
import { quoteColumn, quoteText } from './load/quote.ts';
import { visibleRows } from './visible-rows.ts';

/** A value that the clearance does not reach, so that a row can be recognised and the value not used; a policy masks what is left. */
export function maskValue(field: CoveredField, value: string | null, clearance: FieldClass): string | null {
  if (value === null) return value;
  const shown = isMasked(field.class, clearance) ? declaredMask(field, value) : value;
  return isCovered(field.cover, clearance) ? (field.cover?.show(shown) ?? null) : shown;
}

function declaredMask(field: LakeField, value: string): string {
  if (field.format === 'id-card') return maskIdCard(value);
  if (field.format === 'phone') return maskPhone(value);
  if (/姓名|联系人/.test(field.title)) return maskName(value);
  if (/住址|地址/.test(field.title)) return maskAddress(value);
  return maskText(value);
}

/** Numbers of six decimals lose their zeros; big ones stay text, or they would be rounded on the way. */
function shown(field: LakeField, value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  const text = String(value);
  if (field.type === 'integer') return Number.isSafeInteger(Number(text)) ? Number(text) : text;
  if (field.type === 'decimal') return text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
  return text;
}

export function seenRow(
  row: Readonly<Record<string, unknown>>,
  fields: readonly CoveredField[],
  clearance: FieldClass,
): SeenRow {
  return Object.fromEntries(
    fields.map((field) => {
      const value = shown(field, row[field.name]);
      return [
        field.name,
        isHidden(field, clearance)
          ? maskValue(field, value === null ? null : String(value), clearance)
          : value,
      ];
    }),
  );
}

/** To be seen at 'public': whole, but for what policies withhold from everybody on this way. */
export function withheldFields(fields: readonly CoveredField[]): readonly CoveredField[] {
  return fields.map((field) => ({
    ...field,
    class: 'public',
    cover: isWithheld(field) ? field.cover : undefined,
  }));
}

export async function readRows(
  deps: { readonly store: Store; readonly duck: Duck },
  query: RowsQuery,
): Promise<{ readonly rows: readonly SeenRow[]; readonly total: number }> {
  const dataset = await findDataset(deps.store.db, query.dataset);
  if (dataset === undefined || dataset.file === null) throw lakeErrors.noData();
  const wanted = query.fields === undefined ? undefined : new Set(query.fields);
  const known = covered(deps.store, query.dataset, dataset.fields, 'page');
  const fields = known.filter((field) => wanted?.has(field.name) ?? true);
  const conditions = Object.entries(query.where ?? {}).map(([name, value]) => {
    const field = known.find((each) => each.name === name);
    // Asking for the exact value of a masked field would tell it.
    if (field === undefined || isHidden(field, query.clearance)) return 'false';
    return `${quoteColumn(name)}::varchar = ${quoteText(value)}`;
  });
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
  const from = `${visibleRows(deps.store, dataset)} ${where}`;
  const size = Math.min(200, query.size ?? 50);
  const offset = (Math.max(1, query.page ?? 1) - 1) * size;
  return deps.duck.session(async (session) => {
    const list = fields.map((field) => quoteColumn(field.name)).join(', ');
    const rows = await session.run(
      `select ${list} from ${from} order by _batch, _row limit ${size} offset ${offset}`,
    );
    const total =
      where === ''
        ? dataset.rows
        : Number((await session.run(`select count(*)::bigint as n from ${from}`))[0]?.['n']);
    return { rows: rows.map((row) => seenRow(row, fields, query.clearance)), total };
  });
}

/** Rows by the batch and number they came with; those that a later batch replaced are left out. */
export async function readRowsAt(
  deps: { readonly store: Store; readonly duck: Duck },
  id: string,
  places: readonly RowPlace[],
  clearance: FieldClass,
): Promise<readonly { readonly place: RowPlace; readonly row: SeenRow }[]> {
  const dataset = await findDataset(deps.store.db, id);
  if (dataset === undefined || dataset.file === null) throw lakeErrors.noData();
  if (places.length === 0) return [];
  const fields = covered(deps.store, id, dataset.fields, 'page');
  const names = fields.map((field) => quoteColumn(field.name)).join(', ');
  const wanted = places.map(({ batch, row }) => `(${quoteText(batch)}, ${Math.trunc(row)})`).join(', ');
  const found = await deps.duck.session((session) =>
    session.run(
      `select _batch::varchar as _batch, _row, ${names} from ${visibleRows(deps.store, dataset)}
       where (_batch::varchar, _row::bigint) in (${wanted})`,
    ),
  );
  const keyOf = (batch: unknown, row: unknown) => `${String(batch)} ${String(row)}`;
  const rows = new Map(found.map((row) => [keyOf(row['_batch'], row['_row']), row]));
  return places.flatMap((place) => {
    const row = rows.get(keyOf(place.batch, place.row));
    return row === undefined ? [] : [{ place, row: seenRow(row, fields, clearance) }];
  });
}

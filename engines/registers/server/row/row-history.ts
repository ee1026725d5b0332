/** The versions of one row, newest first, each with what it changed, as this caller may see it. */
import { sql } from 'kysely';
import type { Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { maskValue } from '../field/mask-value.ts';
import { showValue } from '../field/show-value.ts';
import { isSealedField, type ShapeField } from '../shape/describe-shape.ts';
import { selectWithin } from './governed-rows.ts';
import { decisionForRow, type PlainRow, requireAct, type RowContext } from './row-context.ts';

export interface RowVersion {
  readonly version: number;
  readonly at: string;
  readonly by: string;
  readonly byName: string;
  readonly state: string;
  readonly note: string | null;
  readonly changes: {
    readonly field: string;
    readonly title: string;
    readonly before: string;
    readonly after: string;
  }[];
}

interface KeptRow {
  readonly version: number;
  readonly at: string;
  readonly by: string;
  readonly note: string | null;
  readonly row: PlainRow;
}

const mostVersions = 200;

/** History keeps the columns as PostgreSQL writes them to JSON. */
function keptValue({ field, column }: ShapeField, row: PlainRow): unknown {
  const value = row[column] ?? null;
  if (field.type !== 'point' || typeof value !== 'string') return value;
  const [lon = '', lat = ''] = value.slice(1, -1).split(',');
  return { lon: Number(lon), lat: Number(lat) };
}

export async function rowHistory(
  context: RowContext,
  principal: Principal,
  id: string,
): Promise<readonly RowVersion[]> {
  const { shape, store, lookups } = context;
  const decision = requireAct(context, principal, 'read');
  const current = await selectWithin(context, store.db, decision, id);
  if (current === undefined) throw commonErrors.missing();
  const former = await sql<KeptRow>`select version, at, by, note, row from register_history
    where row_id = ${id} and register = ${shape.info.id} order by version desc limit ${mostVersions}`.execute(
    store.db,
  );
  const latest = await sql<{
    row: PlainRow;
  }>`select to_jsonb(kept) as row from ${shape.table} kept where id = ${id}`.execute(store.db);
  const versions: KeptRow[] = [
    {
      version: Number(current['version']),
      at: String(current['updatedAt']),
      by: String(current['updatedBy']),
      note: null,
      row: latest.rows[0]?.row ?? {},
    },
    ...former.rows,
  ];
  const sealed = await context.seals();
  const valueOf = (each: ShapeField, row: PlainRow): unknown =>
    !isSealedField(each) ? keptValue(each, row) : sealed?.openOne(each, id, keptValue(each, row));
  const names = await context.access.namesOf([...new Set(versions.map((each) => each.by))]);
  const sight = await decisionForRow(context, principal, decision, id);
  const hidden = new Map(context.hidden(sight).fields.map((each) => [each.name, each]));
  const show = (each: ShapeField, value: unknown): string => {
    const masked = hidden.get(each.name);
    return masked === undefined
      ? showValue(each.field, value, lookups)
      : String(maskValue(masked, value) ?? (value === null ? '' : '***'));
  };
  return versions.map(({ version, at, by, row }, index) => {
    const before = versions[index + 1];
    const changes = [];
    for (const each of shape.fields) {
      const was = before === undefined ? null : valueOf(each, before.row);
      const is = valueOf(each, row);
      if (JSON.stringify(was) === JSON.stringify(is)) continue;
      changes.push({
        field: each.name,
        title: each.field.title,
        before: show(each, was),
        after: show(each, is),
      });
    }
    // The note was kept with the version that it ended.
    const note = before?.note ?? null;
    return { version, at, by, byName: names.get(by) ?? '', state: String(row['state']), note, changes };
  });
}

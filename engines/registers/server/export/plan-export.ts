/** What an export would let out, before it does: how many rows, which fields in the clear, and whether somebody else has to approve it. */
import { sql } from 'kysely';
import { coveredClass, type FieldClass, fieldClasses, type Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Permit } from '../../../access/service.ts';
import { coversOf } from '../../../access/index.ts';
import { scopeCondition } from '../../../store/index.ts';
import type { ExportPlan, ExportWish, ListQuery } from '../../service.ts';
import { allOf, orderOf, orderSql, queryConditions } from '../row/list-rows.ts';
import { requireAct, type RowContext } from '../row/row-context.ts';
import type { ShapeField } from '../shape/describe-shape.ts';

export const mostExported = 200_000;

export interface Reach {
  readonly reading: Permit;
  readonly exporting: Permit;
  readonly clearance: FieldClass;
  readonly viewer: NonNullable<Permit['viewer']>;
}

export function reachOf(context: RowContext, principal: Principal): Reach {
  const reading = requireAct(context, principal, 'read');
  const exporting = requireAct(context, principal, 'export');
  const lower = Math.min(fieldClasses.indexOf(reading.clearance), fieldClasses.indexOf(exporting.clearance));
  return { reading, exporting, clearance: fieldClasses[lower] ?? 'public', viewer: principal.kind };
}

export function chosenFields(
  context: RowContext,
  names: readonly string[] | undefined,
): readonly ShapeField[] {
  const { fields, byName } = context.shape;
  if (names === undefined || names.length === 0) return fields.filter((each) => each.field.type !== 'json');
  return names.map((name) => {
    const each = byName.get(name);
    if (each === undefined)
      throw commonErrors.invalid({}, [{ path: 'fields', message: `没有“${name}”这个字段` }]);
    return each;
  });
}

/** At most one more than may be exported. A bad or forbidden query is refused here. */
export async function idsOf(context: RowContext, reach: Reach, query: ListQuery): Promise<readonly string[]> {
  const { shape, store, search, counts, hidden, seals } = context;
  const names = hidden(reach, 'export').names;
  const conditions = await queryConditions(
    { db: store.db, search, counts, seals },
    shape,
    query,
    reach.reading,
    names,
  );
  const narrowed = [...conditions, scopeCondition(reach.exporting, shape.scope)];
  const order = orderSql(orderOf(shape, query.sort, names));
  const found = await sql<{ id: string }>`select id from ${shape.table} where ${allOf(narrowed)}
    order by ${order} limit ${mostExported + 1}`.execute(store.db);
  return found.rows.map((row) => row.id);
}

/** As the file's policies count it: what was declared harmless may have been graded since. */
function classOf({ shape, store }: RowContext, { viewer }: Reach, each: ShapeField): FieldClass {
  return coveredClass(each.class, coversOf(store).find(shape.info.id, 'export', viewer)?.get(each.name));
}

const personalFrom = fieldClasses.indexOf('personal');

/** Why somebody else has to approve it; nothing for a small export that tells of nobody. What the file would mask anyway does not count. */
export function approvalReasons(
  context: RowContext,
  reach: Reach,
  fields: readonly ShapeField[],
  rows: number,
): string[] {
  const masked = context.hidden(reach, 'export').names;
  const told = fields.filter(
    (each) => fieldClasses.indexOf(classOf(context, reach, each)) >= personalFrom && !masked.has(each.name),
  );
  const free = context.store.settings.value('registers.export-free-rows');
  const reasons: string[] = [];
  if (told.length > 0) {
    const titles = told.slice(0, 5).map((each) => each.field.title);
    reasons.push(`含个人或敏感信息：${titles.join('、')}${told.length > 5 ? `等 ${told.length} 项` : ''}`);
  }
  if (rows > free) reasons.push(`超过 ${free} 行`);
  return reasons;
}

export async function planExport(
  context: RowContext,
  principal: Principal,
  { query, fields: names }: ExportWish,
): Promise<ExportPlan> {
  const reach = reachOf(context, principal);
  const fields = chosenFields(context, names);
  const rows = (await idsOf(context, reach, query)).length;
  const masked = context.hidden(reach, 'export').names;
  return {
    rows,
    fields: fields.map((each) => ({
      name: each.name,
      title: each.field.title,
      class: classOf(context, reach, each),
      masked: masked.has(each.name),
    })),
    reasons: approvalReasons(context, reach, fields, rows),
  };
}

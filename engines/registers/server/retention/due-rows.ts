/** Which rows of a register have been kept long enough, and which of them something holds back. */
import { sql } from 'kysely';
import { shanghaiDate, shanghaiInstant } from '../../../../kernel/working-time.ts';
import type { Condition } from '../row/filter-condition.ts';
import type { PlainRow } from '../row/row-context.ts';
import { isPersonal, type Shape, type ShapeField, type ShapeRetention } from '../shape/describe-shape.ts';

const day = 86_400_000;

/** What stands in the place of a value that a row cannot do without. */
export const anonymous = '已匿名';

/** Fields that say whose a row is, where the declaration itself says so: of a row that is only found by its scope, the official stays. */
export function whoseFields({ info, personal }: Shape): readonly ShapeField[] {
  return info.declaration.personal === undefined ? [] : personal;
}

/** Fields that anonymising empties: every personal and sensitive one, and whose it was. */
export function emptied(shape: Shape): readonly ShapeField[] {
  const whose = whoseFields(shape).filter((each) => !isPersonal(each));
  return [...shape.fields.filter(isPersonal), ...whose];
}

/** An anonymised field that must hold something holds {@link anonymous}. */
export function replacement({ field }: ShapeField): string | null {
  const worded = ['text', 'long-text'].includes(field.type) && field.required === true;
  return worded && field.unique !== true ? anonymous : null;
}

/** Rows that still have something to lose; anonymised ones have not. */
function isKept(shape: Shape, retention: ShapeRetention): Condition {
  if (retention.spec.action === 'delete') return sql<boolean>`true`;
  const fields = emptied(shape);
  if (fields.length === 0) return sql<boolean>`false`;
  const parts = fields.map(
    (each) => sql<boolean>`${sql.ref(each.column)}::text is distinct from ${replacement(each)}`,
  );
  return sql<boolean>`(${sql.join(parts, sql` or `)})`;
}

/** Kept longer than the days at the moment. A day is over when its last second in Shanghai is. */
export function isDue(shape: Shape, retention: ShapeRetention, days: number, now: Date): Condition {
  const column = sql.ref(retention.column);
  const until = new Date(now.getTime() - days * day);
  const over =
    retention.kind === 'moment'
      ? sql<boolean>`${column} <= ${until.toISOString()}::timestamptz`
      : sql<boolean>`${column} < ${shanghaiDate(until)}::date`;
  return sql<boolean>`(${over} and ${isKept(shape, retention)})`;
}

export function isHeld(shape: Shape, except?: string): Condition {
  const other = except === undefined ? sql`true` : sql`hold.source is distinct from ${except}`;
  return sql<boolean>`exists (select 1 from registers_hold hold where hold.register = ${shape.info.id}
    and hold.row = ${shape.table}.id::text and hold.lifted_at is null and hold.state = 'active' and ${other})`;
}

/** When the time of keeping of this row ends; undefined while it has not begun. */
export function keptUntil(retention: ShapeRetention, row: PlainRow, days: number): Date | undefined {
  const from = row[retention.spec.from];
  if (typeof from !== 'string') return undefined;
  const begins =
    retention.kind === 'date' ? shanghaiInstant(from.slice(0, 10)).getTime() + day : Date.parse(from);
  return new Date(begins + days * day);
}

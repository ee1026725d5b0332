/** The text forms of a list's query area ('a,b', '2026-01-01..2026-02-01', 'prefix*') as SQL. */
import { sql } from 'kysely';
import { areaPrefix, isAreaCode } from '../../../../kernel/area.ts';
import { commonErrors, type Problem } from '../../../../kernel/errors.ts';
import { isId } from '../../../../kernel/ids.ts';
import type { FieldType } from '../../../../kernel/register.ts';
import { checkDate, checkSheetMoment } from '../field/check-moment.ts';
import { tidyText } from '../field/check-text.ts';
import { castOf } from '../field/sql-type.ts';
import { isSealedField, type Shape, type ShapeField } from '../shape/describe-shape.ts';
import { sealedEquals, sealedError, type SealedValues } from '../field/sealed-field.ts';
import type { Condition } from './filter-condition.ts';

const mostValues = 200;

class BadForm extends Error {}

function bad(message: string): never {
  throw new BadForm(message);
}

function numberOf(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return bad('应为数字');
  return value;
}

function dayOf(text: string): string {
  const day = checkDate(text);
  return typeof day === 'string' ? day : bad('应为日期,例如 2026-01-31');
}

function instantOf(text: string): string {
  const moment = checkSheetMoment(text);
  return typeof moment === 'string' ? moment : bad('应为日期或时间,例如 2026-01-31');
}

function isDay(text: string): boolean {
  return typeof checkDate(text) === 'string' && !/[T:]/.test(text);
}

function nextDay(text: string): string {
  return new Date(Date.parse(instantOf(text)) + 86_400_000).toISOString();
}

function areaRange(column: string, text: string): Condition {
  const code = text.trim();
  if (!isAreaCode(code)) return bad('应为区划代码');
  const prefix = areaPrefix(code);
  return sql<boolean>`(${sql.ref(column)} >= ${prefix} and ${sql.ref(column)} < ${`${prefix}:`})`;
}

function momentCondition(column: string, text: string): Condition {
  const [from, to] = range(text) ?? [text, text];
  const parts: Condition[] = [];
  if (from !== '') parts.push(sql<boolean>`${sql.ref(column)} >= ${instantOf(from)}::timestamptz`);
  // A day as the upper end means all of that day.
  if (to !== '' && isDay(to)) parts.push(sql<boolean>`${sql.ref(column)} < ${nextDay(to)}::timestamptz`);
  else if (to !== '') parts.push(sql<boolean>`${sql.ref(column)} <= ${instantOf(to)}::timestamptz`);
  return sql<boolean>`(${sql.join(parts, sql` and `)})`;
}

function range(text: string): readonly [from: string, to: string] | undefined {
  const at = text.indexOf('..');
  if (at < 0) return undefined;
  const from = text.slice(0, at).trim();
  const to = text.slice(at + 2).trim();
  if (from === '' && to === '') return bad('范围的两端不能都为空');
  return [from, to];
}

function rangeCondition(
  column: string,
  text: string,
  cast: string,
  read: (side: string) => unknown,
): Condition | undefined {
  const sides = range(text);
  if (sides === undefined) return undefined;
  const [from, to] = sides;
  const parts: Condition[] = [];
  if (from !== '') parts.push(sql<boolean>`${sql.ref(column)} >= ${read(from)}::${sql.raw(cast)}`);
  if (to !== '') parts.push(sql<boolean>`${sql.ref(column)} <= ${read(to)}::${sql.raw(cast)}`);
  return sql<boolean>`(${sql.join(parts, sql` and `)})`;
}

function valuesOf(text: string): readonly string[] {
  const values = text
    .split(',')
    .map((each) => tidyText(each))
    .filter((each) => each !== '');
  if (values.length === 0) return bad('不能为空');
  if (values.length > mostValues) return bad(`最多 ${mostValues} 个值`);
  return values;
}

function anyOf(column: string, values: readonly unknown[], type: FieldType): Condition {
  const [only] = values;
  const cast = sql.raw(castOf(type));
  return values.length === 1
    ? sql<boolean>`${sql.ref(column)} = ${only}::${cast}`
    : sql<boolean>`${sql.ref(column)} = any(${values}::${cast}[])`;
}

function prefixCondition(column: string, text: string): Condition {
  const prefix = tidyText(text.slice(0, -1)).replace(/[\\%_]/g, '\\$&');
  return prefix === '' ? bad('“*”前面不能为空') : sql<boolean>`${sql.ref(column)} like ${`${prefix}%`}`;
}

function booleanOf(text: string): boolean {
  if (['true', '1', '是'].includes(text)) return true;
  return ['false', '0', '否'].includes(text) ? false : bad('应为“是”或“否”');
}

function conditionOf(each: ShapeField, text: string, sealed: SealedValues | undefined): Condition {
  const { column, field } = each;
  const { type } = field;
  if (isSealedField(each)) {
    if (text.endsWith('*')) throw sealedError(each);
    return sealedEquals(each, valuesOf(text), sealed);
  }
  switch (type) {
    case 'area':
      return sql<boolean>`(${sql.join(
        valuesOf(text).map((each) => areaRange(column, each)),
        sql` or `,
      )})`;
    case 'moment':
      return momentCondition(column, text);
    case 'date':
      return rangeCondition(column, text, 'date', dayOf) ?? anyOf(column, valuesOf(text).map(dayOf), type);
    case 'integer':
    case 'decimal':
      // The operand stays a double, so that 1.5 asks an integer column without an error.
      return (
        rangeCondition(column, text, 'double precision', numberOf) ??
        anyOf(column, valuesOf(text).map(numberOf), 'decimal')
      );
    case 'boolean':
      return sql<boolean>`${sql.ref(column)} = ${booleanOf(text.trim())}`;
    case 'codes':
      return sql<boolean>`${sql.ref(column)} && ${valuesOf(text)}::text[]`;
    case 'ref':
      return anyOf(
        column,
        valuesOf(text).map((each) => (isId(each) ? each : bad('不是有效的关联记录'))),
        type,
      );
    case 'text':
    case 'long-text':
    case 'code':
    case 'department':
    case 'subject':
      return text.endsWith('*') ? prefixCondition(column, text) : anyOf(column, valuesOf(text), type);
    case 'point':
    case 'files':
    case 'json':
      return bad('不能作为查询条件');
  }
}

/** Throws city.invalid with a problem for each bad form, city.forbidden for a field that is masked for the caller. */
export function whereConditions(
  shape: Shape,
  where: Readonly<Record<string, string>>,
  hidden: ReadonlySet<string>,
  sealed: SealedValues | undefined,
): readonly Condition[] {
  const conditions: Condition[] = [];
  const problems: Problem[] = [];
  for (const [name, text] of Object.entries(where)) {
    const each = shape.byName.get(name);
    if (each === undefined) {
      problems.push({ path: `where.${name.slice(0, 100)}`, message: '没有这个字段' });
      continue;
    }
    if (hidden.has(name)) throw maskedError(each);
    if (text.trim() === '') continue;
    try {
      if (text.length > 2000 || text.includes('\u0000')) bad('过长或含有控制字符');
      conditions.push(conditionOf(each, text, sealed));
    } catch (problem) {
      if (!(problem instanceof BadForm)) throw problem;
      problems.push({ path: `where.${name}`, message: `“${each.field.title}”${problem.message}` });
    }
  }
  if (problems.length > 0) throw commonErrors.invalid({}, problems);
  return conditions;
}

export function maskedError({ name, field }: ShapeField): Error {
  const message = `“${field.title}”对您已脱敏,不能用来查询、排序或搜索`;
  return commonErrors.forbidden({}, [{ path: name, message }]);
}

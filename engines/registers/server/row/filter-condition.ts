/** A kernel Filter as SQL over the columns of one register; unknown fields and impossible comparisons are refused. */
import { type RawBuilder, sql } from 'kysely';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { FieldTest, Filter } from '../../../../kernel/filter.ts';
import { castOf } from '../field/sql-type.ts';
import { isSealedField, metaColumns, type Shape, type ShapeField } from '../shape/describe-shape.ts';
import { sealedEquals, sealedError, type SealedValues } from '../field/sealed-field.ts';

export type Condition = RawBuilder<boolean>;

const mostTests = 100;
const operators = {
  equal: sql`=`,
  unequal: sql`is distinct from`,
  less: sql`<`,
  'at-most': sql`<=`,
  more: sql`>`,
  'at-least': sql`>=`,
  'at-most-field': sql`<=`,
  'more-than-field': sql`>`,
} as const;

const metaCasts: Readonly<Record<string, string>> = {
  id: 'uuid',
  version: 'integer',
  createdAt: 'timestamptz',
  updatedAt: 'timestamptz',
  batch: 'uuid',
};

function refuse(message: string): never {
  throw commonErrors.invalid({}, [{ path: 'filter', message }]);
}

interface Column {
  readonly reference: RawBuilder<unknown>;
  readonly cast: RawBuilder<unknown>;
  readonly type: string;
}

function columnOf(shape: Shape, name: string, hidden: ReadonlySet<string>): Column {
  const each = shape.byName.get(name);
  if (each !== undefined) {
    if (hidden.has(name))
      throw commonErrors.forbidden({}, [
        { path: name, message: `“${each.field.title}”对您已脱敏,不能用来查询或排序` },
      ]);
    return { reference: sql.ref(each.column), cast: sql.raw(castOf(each.field.type)), type: each.field.type };
  }
  const meta = metaColumns[name as keyof typeof metaColumns];
  if (meta === undefined || !Object.hasOwn(metaColumns, name))
    return refuse(`没有“${name.slice(0, 100)}”这个字段`);
  return { reference: sql.ref(meta), cast: sql.raw(metaCasts[name] ?? 'text'), type: name };
}

function otherOf(shape: Shape, name: string, hidden: ReadonlySet<string>): RawBuilder<unknown> {
  const each = shape.byName.get(name);
  if (each !== undefined && isSealedField(each)) throw sealedError(each);
  return columnOf(shape, name, hidden).reference;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

function checkOperand(column: Column, value: unknown): void {
  const bad = (): never => refuse('条件的值与字段类型不符');
  if (typeof value === 'string' && (value.length > 1000 || value.includes('\u0000'))) bad();
  if (column.type === 'point' || column.type === 'json') bad();
  if (column.type === 'integer' && !(typeof value === 'number' && Number.isSafeInteger(value))) bad();
  if (column.type === 'decimal' && !(typeof value === 'number' && Number.isFinite(value))) bad();
  if (column.type === 'boolean' && typeof value !== 'boolean') bad();
  if (column.type === 'ref' && !/^[0-9a-f-]{36}$/.test(String(value))) bad();
  if (
    (column.type === 'date' || column.type.endsWith('At') || column.type === 'moment') &&
    !/^\d{4}-\d{2}-\d{2}/.test(String(value))
  )
    bad();
}

function operandsOf(test: FieldTest): readonly unknown[] {
  if (test.is === 'one-of') return test.value;
  return 'value' in test ? [test.value] : [];
}

/** Of a sealed field only equality can be asked. */
function sealedCondition(each: ShapeField, test: FieldTest, sealed: SealedValues | undefined): Condition {
  const value = operandsOf(test);
  if (value.length > 1000 || value.some((one) => typeof one !== 'string' || one.length > 1000))
    return refuse('条件的值与字段类型不符');
  switch (test.is) {
    case 'equal':
    case 'one-of':
      return value.length === 0 ? sql<boolean>`false` : sealedEquals(each, value.map(String), sealed);
    case 'unequal':
      return sql<boolean>`not coalesce(${sealedEquals(each, value.map(String), sealed)}, false)`;
    default:
      throw sealedError(each);
  }
}

function testCondition(
  shape: Shape,
  test: FieldTest,
  hidden: ReadonlySet<string>,
  sealed: SealedValues | undefined,
): Condition {
  const column = columnOf(shape, test.field, hidden);
  const each = shape.byName.get(test.field);
  if (each !== undefined && isSealedField(each) && test.is !== 'filled' && test.is !== 'empty')
    return sealedCondition(each, test, sealed);
  const { reference, cast } = column;
  switch (test.is) {
    case 'filled':
      return sql<boolean>`${reference} is not null`;
    case 'empty':
      return sql<boolean>`${reference} is null`;
    case 'at-most-field':
    case 'more-than-field':
      return sql<boolean>`${reference} ${operators[test.is]} ${otherOf(shape, test.other, hidden)}`;
    case 'one-of': {
      if (test.value.length === 0) return sql<boolean>`false`;
      if (test.value.length > 1000) return refuse('条件的值过多');
      for (const value of test.value) checkOperand(column, value);
      if (column.type === 'codes' || column.type === 'files')
        return sql<boolean>`${reference} && ${test.value}::text[]`;
      return sql<boolean>`${reference} = any(${test.value}::${cast}[])`;
    }
    case 'starts-with':
    case 'contains': {
      if (typeof test.value !== 'string' || test.value.length > 200) return refuse('条件的值不正确');
      if (['codes', 'files', 'point', 'json'].includes(column.type)) return refuse('这个字段不能按文字查询');
      const pattern = `${test.is === 'contains' ? '%' : ''}${escapeLike(test.value)}%`;
      return sql<boolean>`${reference}::text like ${pattern}`;
    }
    default: {
      checkOperand(column, test.value);
      if (column.type === 'codes' || column.type === 'files') {
        if (test.is === 'equal') return sql<boolean>`${reference} @> array[${test.value}]::text[]`;
        if (test.is === 'unequal')
          return sql<boolean>`not coalesce(${reference} @> array[${test.value}]::text[], false)`;
        return refuse('这个字段不能比较大小');
      }
      return sql<boolean>`${reference} ${operators[test.is]} ${test.value}::${cast}`;
    }
  }
}

/** A comparison with an empty field is never true, and its negation is; so `not` and the complement of a number agree. */
export function filterCondition(
  shape: Shape,
  filter: Filter,
  hidden: ReadonlySet<string> = new Set(),
  sealed?: SealedValues,
): Condition {
  let tests = 0;
  function compile(part: Filter, depth: number): Condition {
    tests += 1;
    if (tests > mostTests || depth > 10) return refuse('条件过于复杂');
    if ('all' in part) {
      if (part.all.length === 0) return sql<boolean>`true`;
      return sql<boolean>`(${sql.join(
        part.all.map((each) => compile(each, depth + 1)),
        sql` and `,
      )})`;
    }
    if ('any' in part) {
      if (part.any.length === 0) return sql<boolean>`false`;
      return sql<boolean>`(${sql.join(
        part.any.map((each) => compile(each, depth + 1)),
        sql` or `,
      )})`;
    }
    if ('not' in part) return sql<boolean>`(${compile(part.not, depth + 1)}) is not true`;
    return testCondition(shape, part, hidden, sealed);
  }
  return compile(filter, 0);
}

/** What people read in the place of codes, areas, departments, subjects and linked rows, for the rows of one page. */
import type { Principal } from '../../../../kernel/access.ts';
import { sql } from 'kysely';
import { scopeCondition } from '../../../store/index.ts';
import { showValue } from '../field/show-value.ts';
import type { ShapeField } from '../shape/describe-shape.ts';
import { decideAct, type PlainRow, type RowContext } from './row-context.ts';

export type Labels = Record<string, Record<string, string>>;

const named = new Set(['code', 'codes', 'area', 'department', 'subject', 'ref']);

function valuesOf(rows: readonly PlainRow[], name: string): readonly string[] {
  return [...new Set(rows.flatMap((row) => (row[name] ?? []) as string | readonly string[]))];
}

/** Titles of linked rows that the caller may read himself. */
async function linkedTitles(
  context: RowContext,
  principal: Principal,
  each: ShapeField,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const target = context.findShape(each.field.to ?? '');
  const title = target?.byName.get(target.info.declaration.titleField);
  if (target === undefined || title === undefined || ids.length === 0) return new Map();
  const decision = decideAct(context.access, target, principal, 'read');
  if (!decision.permit || context.hiddenIn(target)(decision).names.has(title.name)) return new Map();
  const found = await sql<{
    id: string;
    title: unknown;
  }>`select id, ${sql.ref(title.column)} as title from ${target.table}
    where id = any(${ids}::uuid[]) and ${scopeCondition(decision, target.scope)}`.execute(context.store.db);
  return new Map(found.rows.map((row) => [row.id, showValue(title.field, row.title, context.lookups)]));
}

async function labelsOf(
  context: RowContext,
  principal: Principal,
  each: ShapeField,
  values: readonly string[],
) {
  if (each.field.type === 'ref') return linkedTitles(context, principal, each, values);
  if (each.field.type === 'subject') return context.access.namesOf(values);
  const field = each.field.type === 'codes' ? { ...each.field, type: 'code' as const } : each.field;
  return new Map(values.map((value) => [value, showValue(field, value, context.lookups)]));
}

export type Titled<R extends PlainRow> = R & { titles?: Readonly<Record<string, string>> };

/** Each row with the titles of its own values: two rows may say different things by one value. */
export async function withTitles<R extends PlainRow>(
  context: RowContext,
  rows: readonly R[],
): Promise<readonly Titled<R>[]> {
  const titles = (await context.titles()?.of(rows)) ?? [];
  return titles.length === 0 ? rows : rows.map((row, index) => ({ ...row, titles: titles[index] ?? {} }));
}

export async function rowLabels(
  context: RowContext,
  principal: Principal,
  rows: readonly PlainRow[],
): Promise<Labels> {
  const labels: Labels = {};
  for (const each of context.shape.fields) {
    if (!named.has(each.field.type)) continue;
    const values = valuesOf(rows, each.name);
    if (values.length > 0)
      labels[each.name] = Object.fromEntries(await labelsOf(context, principal, each, values));
  }
  for (const { titles = {}, ...row } of await withTitles(context, rows))
    for (const [name, title] of Object.entries(titles))
      labels[name] = { ...labels[name], [String(row[name])]: title };
  const people = [...new Set(rows.flatMap((row) => [String(row['createdBy']), String(row['updatedBy'])]))];
  const names = Object.fromEntries(await context.access.namesOf(people));
  return { ...labels, createdBy: names, updatedBy: names };
}

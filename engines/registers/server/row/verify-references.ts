/** Do the rows, subjects and files that a row points to exist, and may this person point to them? */
import { sql } from 'kysely';
import { commonErrors, type Problem } from '../../../../kernel/errors.ts';
import type { Database } from '../../../store/service.ts';
import type { ShapeField } from '../shape/describe-shape.ts';
import type { PlainRow, RowContext } from './row-context.ts';

async function refProblem(
  context: RowContext,
  db: Database,
  each: ShapeField,
  id: string,
): Promise<string | undefined> {
  const target = context.findShape(each.field.to ?? '');
  if (target === undefined) return undefined;
  const found = await sql`select 1 from ${target.table} where id = ${id} and state = 'active'`.execute(db);
  return found.rows.length === 0 ? '关联的记录不存在或已归档' : undefined;
}

/** A file may be tied by who sent it, or stay where it already is: an id overheard elsewhere opens nothing. */
async function filesProblem(
  context: RowContext,
  ids: readonly string[],
  before: unknown,
  by: string | undefined,
): Promise<string | undefined> {
  const kept = Array.isArray(before) ? before : [];
  for (const id of ids) {
    if (kept.includes(id)) continue;
    const file = await context.store.files.find(id);
    if (file === undefined || (by !== undefined && file.createdBy !== by)) return '附件不存在,请重新上传';
  }
  return undefined;
}

/** Throws city.invalid. `by` is the person whose files may be tied; undefined trusts the caller. */
export async function verifyReferences(
  context: RowContext,
  db: Database,
  values: PlainRow,
  before: PlainRow | undefined,
  by: string | undefined,
): Promise<void> {
  const problems: Problem[] = [];
  for (const each of context.shape.fields) {
    const value = values[each.name];
    if (value === undefined || value === null || value === before?.[each.name]) continue;
    let problem: string | undefined;
    if (each.field.type === 'ref') problem = await refProblem(context, db, each, String(value));
    if (each.field.type === 'files')
      problem = await filesProblem(context, value as readonly string[], before?.[each.name], by);
    if (each.field.type === 'subject' && by !== undefined) {
      const names = await context.access.namesOf([String(value)]);
      if (!names.has(String(value))) problem = '不是已登记的人员或单位';
    }
    if (problem !== undefined) problems.push({ path: each.name, message: `“${each.field.title}”${problem}` });
  }
  if (problems.length > 0) throw commonErrors.invalid({}, problems);
}

/** Ids of the files that the values tie to the row for the first time. */
export function filesOf(context: RowContext, values: PlainRow): readonly string[] {
  return context.shape.fields
    .filter((each) => each.field.type === 'files')
    .flatMap((each) => (values[each.name] ?? []) as readonly string[]);
}

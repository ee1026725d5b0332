/** Checks that need the whole table: unique values already taken, rows and subjects that are not there. Bad lines leave the staging table. */
import { sql } from 'kysely';
import type { Database } from '../../../store/service.ts';
import { problemSentence, Refused } from '../field/refused.ts';
import type { RowContext } from '../row/row-context.ts';
import type { ShapeField } from '../shape/describe-shape.ts';
import { sealedEquals } from '../field/sealed-field.ts';
import type { SheetProblem, SheetShape } from './check-rows.ts';

interface Found {
  readonly line: number;
  readonly value: string | null;
}

function problem(each: ShapeField, found: Found, reason: string): SheetProblem {
  const sentence = problemSentence(each.field.title, new Refused(reason));
  return {
    line: found.line,
    column: each.field.title,
    value: found.value,
    message: `第 ${found.line} 行${sentence}`,
  };
}

async function taken(
  context: RowContext,
  db: Database,
  staging: string,
  each: ShapeField,
): Promise<readonly Found[]> {
  if (each.index !== undefined) return takenSealed(context, db, staging, each, each.index);
  const column = sql.ref(each.column);
  const found = await sql<Found>`delete from ${sql.table(staging)} staged using ${context.shape.table} kept
    where kept.${column} = staged.${column} and kept.state = 'active' returning staged.line, staged.${column}::text as value`.execute(
    db,
  );
  return found.rows;
}

/** A sealed value that somebody holds: under the newest key by its index, under older ones or not converted yet by opening the staged ones. */
async function takenSealed(
  context: RowContext,
  db: Database,
  staging: string,
  each: ShapeField,
  index: string,
): Promise<readonly Found[]> {
  const sealed = await context.seals();
  if (sealed === undefined) return [];
  const { table } = context.shape;
  const staged = sql.table(staging);
  const gone = await sql<Found>`delete from ${staged} staged using ${table} kept
    where kept.${sql.ref(index)} = staged.${sql.ref(index)} and kept.state = 'active'
    returning staged.line, null as value`.execute(db);
  const unsettled = await sql`select 1 from ${table} where ${sql.ref(each.column)} is not null
    and not starts_with(coalesce(${sql.ref(index)}, ''), ${sealed.indexHead}) limit 1`.execute(db);
  if (unsettled.rows.length === 0) return gone.rows;
  const rows = await sql<{ line: number; id: string; value: string }>`select line, id,
    ${sql.ref(each.column)} as value from ${staged} where ${sql.ref(each.column)} is not null`.execute(db);
  const lost: Found[] = [...gone.rows];
  for (const { line, id, value } of rows.rows) {
    const plain = String(sealed.openOne(each, id, value));
    const held = await sql`select 1 from ${table}
      where state = 'active' and ${sealedEquals(each, [plain], sealed)} limit 1`.execute(db);
    if (held.rows.length > 0) lost.push({ line, value: null });
  }
  const lines = lost.map(({ line }) => line);
  await sql`delete from ${staged} where line = any(${lines}::integer[])`.execute(db);
  return lost;
}

async function unfoundRows(
  context: RowContext,
  db: Database,
  staging: string,
  each: ShapeField,
): Promise<readonly Found[]> {
  const target = context.findShape(each.field.to ?? '');
  if (target === undefined) return [];
  const column = sql.ref(each.column);
  const found = await sql<Found>`delete from ${sql.table(staging)} staged where staged.${column} is not null
    and not exists (select 1 from ${target.table} kept where kept.id = staged.${column} and kept.state = 'active')
    returning staged.line, staged.${column}::text as value`.execute(db);
  return found.rows;
}

async function unfoundSubjects(
  context: RowContext,
  db: Database,
  staging: string,
  each: ShapeField,
): Promise<readonly Found[]> {
  const column = sql.ref(each.column);
  const given = await sql<{
    id: string;
  }>`select distinct ${column} as id from ${sql.table(staging)} where ${column} is not null`.execute(db);
  const ids = given.rows.map((row) => row.id);
  const names = await context.access.namesOf(ids);
  const missing = ids.filter((id) => !names.has(id));
  if (missing.length === 0) return [];
  const found = await sql<Found>`delete from ${sql.table(staging)} where ${column} = any(${missing}::text[])
    returning line, ${column} as value`.execute(db);
  return found.rows;
}

export async function checkStaged(
  context: RowContext,
  db: Database,
  staging: string,
  sheet: SheetShape,
): Promise<readonly SheetProblem[]> {
  const problems: SheetProblem[] = [];
  for (const each of sheet.fields) {
    if (each.field.unique) {
      const found = await taken(context, db, staging, each);
      problems.push(...found.map((row) => problem(each, row, '与已有记录重复')));
    }
    if (each.field.type === 'ref') {
      const found = await unfoundRows(context, db, staging, each);
      problems.push(...found.map((row) => problem(each, row, '关联的记录不存在或已归档')));
    }
    if (each.field.type === 'subject') {
      const found = await unfoundSubjects(context, db, staging, each);
      problems.push(...found.map((row) => problem(each, row, '不是已登记的人员或单位')));
    }
  }
  return problems;
}

/** The record of one import: its state, counts and errors, and the staging table that belongs to it. */
import { sql } from 'kysely';
import { registerErrors } from '../../errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import { quoteName, shortName } from '../../../store/index.ts';
import type { Database, Work } from '../../../store/service.ts';
import { sqlTypes } from '../field/sql-type.ts';
import { type Shape, storedColumns } from '../shape/describe-shape.ts';
import type { SheetProblem, SheetShape } from './check-rows.ts';

export type ImportState = 'checking' | 'checked' | 'importing' | 'done' | 'failed' | 'cancelled';

export const stateTitles: Readonly<Record<ImportState, string>> = {
  checking: '正在检查',
  checked: '已检查完',
  importing: '正在导入',
  done: '已导入',
  failed: '已失败',
  cancelled: '已取消',
};

export interface ImportBatch {
  readonly id: string;
  readonly register: string;
  readonly file: string;
  readonly fileName: string;
  /** Header → field, as the importer said. */
  readonly columns: Readonly<Record<string, string>>;
  readonly state: ImportState;
  readonly message: string;
  readonly slot: number;
  readonly by: string;
  readonly total: number;
  readonly valid: number;
  readonly invalid: number;
  readonly problems: number;
  readonly imported: number;
  readonly unknownColumns: readonly string[];
  readonly job: string | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
}

const columns = sql`id, register, file, file_name as "fileName", columns, state, message, slot, by, total, valid, invalid, problems,
  imported, unknown_columns as "unknownColumns", job, created_at as "createdAt", finished_at as "finishedAt"`;

/** Imports of one register that may be under way at once; each has its own staging table. */
const slots = 8;
const errorChunk = 2000;

export async function findBatch(db: Database, id: string, lock = false): Promise<ImportBatch | undefined> {
  const found =
    await sql<ImportBatch>`select ${columns} from register_import where id = ${id}${lock ? sql` for update` : sql``}`.execute(
      db,
    );
  return found.rows[0];
}

export async function batchesOf(
  db: Database,
  by: string,
  register: string | undefined,
): Promise<readonly ImportBatch[]> {
  const only = register === undefined ? sql`true` : sql`register = ${register}`;
  const found = await sql<ImportBatch>`select ${columns} from register_import where by = ${by} and ${only}
    order by created_at desc, id desc limit 50`.execute(db);
  return found.rows;
}

export async function openBatch(
  work: Work,
  given: {
    register: string;
    file: string;
    fileName: string;
    columns: Readonly<Record<string, string>>;
    by: string;
  },
): Promise<string> {
  const id = newId();
  await work.inTurn(`registers.import ${given.register}`);
  const made =
    await sql`insert into register_import (id, register, file, file_name, columns, state, slot, by, created_at)
    select ${id}, ${given.register}, ${given.file}, ${given.fileName}, ${JSON.stringify(given.columns)}::jsonb, 'checking', free.slot, ${given.by}, ${work.now}
    from (select min(slot) as slot from generate_series(1, ${slots}::int) slot where not exists (
      select 1 from register_import taken where taken.register = ${given.register} and taken.slot = slot.slot
        and taken.state in ('checking', 'checked', 'importing'))) free
    where free.slot is not null returning id`.execute(work.db);
  if (made.rows.length === 0) throw registerErrors.importBusy();
  return id;
}

export type BatchChange = Partial<
  Pick<ImportBatch, 'state' | 'message' | 'total' | 'valid' | 'invalid' | 'problems' | 'imported' | 'job'> & {
    readonly unknownColumns: readonly string[];
    readonly finishedAt: Date;
  }
>;

export async function changeBatch(db: Database, id: string, change: BatchChange): Promise<void> {
  const { unknownColumns, finishedAt, ...plain } = change;
  const sets = Object.entries(plain).map(([name, value]) => sql`${sql.ref(name)} = ${value}`);
  if (unknownColumns !== undefined)
    sets.push(sql`unknown_columns = ${JSON.stringify(unknownColumns)}::jsonb`);
  if (finishedAt !== undefined) sets.push(sql`finished_at = ${finishedAt}`);
  await sql`update register_import set ${sql.join(sets)} where id = ${id}`.execute(db);
}

export async function addProblems(
  db: Database,
  batch: string,
  problems: readonly SheetProblem[],
): Promise<void> {
  for (let start = 0; start < problems.length; start += errorChunk) {
    const part = JSON.stringify(problems.slice(start, start + errorChunk));
    await sql`insert into register_import_error (batch, line, "column", value, message)
      select ${batch}::uuid, line, "column", value, message
      from jsonb_to_recordset(${part}::jsonb) as given(line integer, "column" text, value text, message text)`.execute(
      db,
    );
  }
}

export async function problemsOfBatch(
  db: Database,
  batch: string,
  limit: number,
): Promise<readonly SheetProblem[]> {
  const found = await sql<SheetProblem>`select line, "column", value, message from register_import_error
    where batch = ${batch} order by line, number limit ${limit}`.execute(db);
  return found.rows;
}

export function stagingName(shape: Shape, slot: number): string {
  return shortName(`staging_${slot}_${shape.info.table}`);
}

/** Unlogged: a crash empties it, and the confirmation notices. */
export async function makeStaging(
  db: Database,
  shape: Shape,
  sheet: SheetShape,
  slot: number,
): Promise<string> {
  const name = stagingName(shape, slot);
  const fields = storedColumns(sheet.fields).map(
    (each) => `${quoteName(each.column)} ${sqlTypes[each.type]}`,
  );
  await sql`drop table if exists ${sql.table(name)}`.execute(db);
  await sql
    .raw(
      `create unlogged table ${quoteName(name)} (line integer not null, id uuid not null, ${fields.join(', ')})`,
    )
    .execute(db);
  return name;
}

export async function dropStaging(db: Database, shape: Shape, slot: number): Promise<void> {
  await sql`drop table if exists ${sql.table(stagingName(shape, slot))}`.execute(db);
}

/** Rows as the engines write them: checked, versioned, indexed and told of, without asking who may. */
import { sql } from 'kysely';
import { CityError, commonErrors } from '../../../../kernel/errors.ts';
import type { Filter } from '../../../../kernel/filter.ts';
import { isId, newId } from '../../../../kernel/ids.ts';
import { shortName } from '../../../store/index.ts';
import type { Database, Work } from '../../../store/service.ts';
import { registerErrors } from '../../errors.ts';
import { type RegisterChange, registerChanged } from '../../register-change.ts';
import { checkValues } from '../field/check-values.ts';
import type { Shape } from '../shape/describe-shape.ts';
import { filterCondition } from './filter-condition.ts';
import { allOf, orderOf, orderSql } from './list-rows.ts';
import { duplicateError, refuseTaken } from '../sealed/refuse-taken.ts';
import { openRows, type PlainRow, type RowContext } from './row-context.ts';
import { entryChanges, searchEntry } from './search-entry.ts';
import { makeStatements, type NewRow, type Statements } from './statements.ts';
import { filesOf, verifyReferences } from './verify-references.ts';

export interface FindMany {
  readonly filter?: Filter;
  readonly ids?: readonly string[];
  readonly near?: { readonly lon: number; readonly lat: number; readonly metres: number };
  readonly sort?: string;
  readonly limit: number;
}

export interface Writing {
  readonly work: Work;
  readonly by: string;
  /** Managed fields may be set. */
  readonly managed: boolean;
  /** Files must be the person's own, subjects must exist. */
  readonly person: boolean;
}

/** Everything that writes rows of one register. */
export interface RowWriter {
  find(db: Database, id: string): Promise<PlainRow | undefined>;
  lock(work: Work, id: string): Promise<PlainRow | undefined>;
  /** Whatever is asked through `work.db` from here on stands behind a lock of the row as it was read. */
  hold(work: Work, id: string, version: number): void;
  findMany(db: Database, query: FindMany): Promise<readonly PlainRow[]>;
  /** Checked values of a whole new row. */
  check(given: PlainRow, managed: boolean): PlainRow;
  insertOne(writing: Writing, values: PlainRow, id: string | undefined): Promise<PlainRow>;
  insertMany(work: Work, by: string, rows: readonly PlainRow[]): Promise<number>;
  change(
    writing: Writing,
    before: PlainRow,
    version: number,
    values: PlainRow,
    note: string | null,
  ): Promise<PlainRow>;
  /** As insertOne, without waiting: the row as it will be. */
  sendInsert(writing: Writing, values: PlainRow, id: string | undefined): Promise<PlainRow>;
  /** As `change`, without waiting: the row as it will be. The transaction fails ({@link hasMovedOn}) when `before` is no longer the row. */
  sendChange(writing: Writing, before: PlainRow, version: number, values: PlainRow): Promise<PlainRow>;
  archive(writing: Writing, before: PlainRow, version: number, reason: string): Promise<void>;
}

const degree = 111_320;
const closestPole = 0.01;

/** Rows inside the square around the place, then nearest first by true-enough distance within a city. */
function nearConditions(shape: Shape, near: NonNullable<FindMany['near']>) {
  const { point } = shape;
  if (point === undefined) throw commonErrors.invalid({}, [{ path: 'near', message: '这个台账没有位置' }]);
  const column = sql.ref(point.column);
  const scale = Math.max(Math.cos((near.lat * Math.PI) / 180), closestPole);
  const high = near.metres / degree;
  const wide = high / scale;
  const box = sql<boolean>`${column} <@ box(point(${near.lon - wide}::float8, ${near.lat - high}::float8), point(${near.lon + wide}::float8, ${near.lat + high}::float8))`;
  const distance = sql`sqrt(power((${column}[0] - ${near.lon}::float8) * ${scale}::float8, 2) + power(${column}[1] - ${near.lat}::float8, 2))`;
  return { conditions: [box, sql<boolean>`${distance} <= ${high}::float8`], order: sql`${distance}, id` };
}

/** A moment as it comes back from the database: without zeros at the end of its fraction. */
function keptMoment(text: string): string {
  return text.replace(/\.(\d*?)0+Z$/, (_all, digits: string) => (digits === '' ? 'Z' : `.${digits}Z`));
}

/** Checked values as the row will give them back. */
function keptValues(shape: Shape, values: PlainRow): PlainRow {
  const kept: PlainRow = {};
  for (const [name, value] of Object.entries(values)) {
    const moment = shape.byName.get(name)?.field.type === 'moment';
    kept[name] = moment && typeof value === 'string' ? keptMoment(value) : value;
  }
  return kept;
}

/** A broken promise of the database as an error that people understand. */
export function readableError(shape: Shape, problem: unknown): unknown {
  const { code, constraint } = problem as { code?: string; constraint?: string };
  if (problem instanceof CityError || code !== '23505' || constraint === undefined) return problem;
  if (constraint.endsWith('_pkey')) return commonErrors.replayed();
  const each =
    shape.fields.find(
      ({ column, index, field }) =>
        field.unique && constraint === shortName(`${shape.info.table}_${index ?? column}_unique`),
    ) ?? shape.fields.find(({ field }) => field.unique);
  return each === undefined ? problem : duplicateError(each);
}

async function index(context: RowContext, work: Work, rows: readonly PlainRow[]): Promise<void> {
  if (context.search === undefined || context.shape.searchable.length === 0) return;
  await context.search.index(
    work,
    rows.map((row) => searchEntry(context.shape, row, context.lookups)),
  );
}

function announce(
  context: RowContext,
  work: Work,
  by: string,
  kind: RegisterChange['kind'],
  ids: readonly string[],
  scope = false,
): void {
  const change: RegisterChange = { register: context.shape.info.id, ids, kind, ...(scope ? { scope } : {}) };
  work.emit(registerChanged, by, change);
  work.afterCommit(() => context.counts.forget());
}

async function attachFiles(
  context: RowContext,
  writing: Writing,
  id: string,
  values: PlainRow,
): Promise<void> {
  const files = filesOf(context, values);
  if (files.length === 0) return;
  await context.store.files.attach(
    writing.work,
    files,
    `register:${context.shape.info.id}:${id}`,
    writing.by,
  );
}

function newRow(values: PlainRow, id: string | undefined): NewRow {
  if (id !== undefined && !isId(id))
    throw commonErrors.invalid({}, [{ path: 'id', message: '标识格式不正确' }]);
  return { id: id ?? newId(), batch: null, values };
}

/** Rows as they are written; those whose sealed unique values somebody holds are refused (registers.duplicate). */
async function storedRows(
  context: RowContext,
  db: Database,
  rows: readonly NewRow[],
): Promise<readonly NewRow[]> {
  const sealed = await context.seals();
  if (sealed === undefined) return rows;
  await refuseTaken(context.shape, sealed, db, rows);
  return rows.map((row) => ({ ...row, values: sealed.seal(row.id, row.values) }));
}

async function insertRows(
  context: RowContext,
  statements: Statements,
  writing: Writing,
  rows: readonly NewRow[],
) {
  const { work, by } = writing;
  try {
    const stored = await storedRows(context, work.db, rows);
    const found = await work.db.executeQuery(statements.insert(stored, by, work.now, true));
    return openRows(context, found.rows);
  } catch (problem) {
    throw readableError(context.shape, problem);
  }
}

/**
 * Of a register every former version is kept. Of a case the timeline gives the process fields back, so only a version in which
 * something that people wrote was replaced is worth a copy.
 */
function saysSomething(shape: Shape, before: PlainRow, values: PlainRow): boolean {
  if (shape.info.declaration.kind !== 'case') return true;
  return Object.keys(values).some((name) => {
    const was = before[name];
    if (was === null || was === undefined || shape.byName.get(name)?.field.managed === true) return false;
    return JSON.stringify(was) !== JSON.stringify(values[name]);
  });
}

export function rowWriter(context: RowContext): RowWriter {
  const { shape } = context;
  const statements = makeStatements(shape);

  async function select(db: Database, id: string, lock: boolean): Promise<PlainRow | undefined> {
    if (!isId(id)) return undefined;
    const found = await db.executeQuery(statements.find(id, lock));
    await openRows(context, found.rows);
    return found.rows[0];
  }

  /** Changed values as they are written. */
  async function stored(db: Database, id: string, values: PlainRow): Promise<PlainRow> {
    const [row] = await storedRows(context, db, [{ id, batch: null, values }]);
    return row?.values ?? values;
  }

  async function write(
    writing: Writing,
    before: PlainRow,
    version: number,
    change: { values: PlainRow; archive: boolean; note: string | null },
  ) {
    const { work, by } = writing;
    const id = String(before['id']);
    let rows: readonly PlainRow[];
    try {
      const keep = change.archive || saysSomething(shape, before, change.values);
      const values = await stored(work.db, id, change.values);
      const statement = statements.update({ id, version, by, now: work.now, keep, ...change, values });
      rows = await openRows(context, (await work.db.executeQuery(statement)).rows);
    } catch (problem) {
      throw readableError(shape, problem);
    }
    const [row] = rows;
    if (row !== undefined) return row;
    const current = await select(work.db, id, false);
    if (current === undefined) throw commonErrors.missing();
    throw current['state'] === 'archived' ? registerErrors.archived() : commonErrors.stale();
  }

  function checkedChange(writing: Writing, before: PlainRow, given: PlainRow): PlainRow {
    return checkValues(shape, context.checks, given, { whole: false, managed: writing.managed, before });
  }

  /** Files, search entry and event of a changed row. */
  async function tellChange(
    writing: Writing,
    before: PlainRow,
    values: PlainRow,
    row: PlainRow,
  ): Promise<void> {
    await attachFiles(context, writing, String(row['id']), values);
    const changes = entryChanges(shape, before, values);
    if (changes === 'words') await index(context, writing.work, [row]);
    // Who may find it follows within moments, many rows at once; what is found is asked of the rows themselves.
    announce(context, writing.work, writing.by, 'updated', [String(row['id'])], changes === 'scope');
  }

  return {
    find: (db, id) => select(db, id, false),
    lock: (work, id) => select(work.db, id, true),
    hold: (work, id, version) => work.onBegin(statements.hold(id, version)),
    async findMany(db, query) {
      const near = query.near === undefined ? undefined : nearConditions(shape, query.near);
      const conditions = [sql<boolean>`state = 'active'`, ...(near?.conditions ?? [])];
      if (query.ids !== undefined) conditions.push(sql<boolean>`id = any(${query.ids.filter(isId)}::uuid[])`);
      if (query.filter !== undefined)
        conditions.push(filterCondition(shape, query.filter, new Set(), await context.seals()));
      const order =
        query.sort === undefined && near !== undefined
          ? near.order
          : orderSql(orderOf(shape, query.sort, new Set()));
      const found = await sql<PlainRow>`select ${shape.select} from ${shape.table} where ${allOf(conditions)}
        order by ${order} limit ${query.limit}`.execute(db);
      return openRows(context, found.rows);
    },
    check: (given, managed) => checkValues(shape, context.checks, given, { whole: true, managed }),
    async insertOne(writing, values, id) {
      const { work, by } = writing;
      await verifyReferences(context, work.db, values, undefined, writing.person ? by : undefined);
      const [row] = await insertRows(context, statements, writing, [newRow(values, id)]);
      if (row === undefined) throw commonErrors.unavailable();
      await attachFiles(context, writing, String(row['id']), values);
      await index(context, work, [row]);
      announce(context, work, by, 'created', [String(row['id'])]);
      return row;
    },
    async insertMany(work, by, rows) {
      const writing: Writing = { work, by, managed: true, person: false };
      for (let start = 0; start < rows.length; start += statements.chunk) {
        const chunk = rows.slice(start, start + statements.chunk).map(({ id, ...given }) => {
          const values = checkValues(shape, context.checks, given, { whole: true, managed: true });
          return newRow(values, id === undefined ? undefined : String(id));
        });
        const written = await insertRows(context, statements, writing, chunk);
        await index(context, work, written);
        announce(
          context,
          work,
          by,
          'created',
          chunk.map((row) => row.id),
        );
      }
      return rows.length;
    },
    async change(writing, before, version, given, note) {
      const values = checkedChange(writing, before, given);
      const by = writing.person ? writing.by : undefined;
      await verifyReferences(context, writing.work.db, values, before, by);
      const row = await write(writing, before, version, { values, archive: false, note });
      await tellChange(writing, before, values, row);
      return row;
    },
    async sendInsert(writing, values, id) {
      const { work, by } = writing;
      await verifyReferences(context, work.glance, values, undefined, writing.person ? by : undefined);
      const made = newRow(values, id);
      work.send(statements.insert(await storedRows(context, work.glance, [made]), by, work.now, false));
      const at = keptMoment(work.now.toISOString());
      const meta = { id: made.id, version: 1, state: 'active', createdAt: at, createdBy: by, updatedAt: at };
      const blank = Object.fromEntries(shape.fields.map(({ name }) => [name, null]));
      const row = { ...meta, updatedBy: by, batch: null, ...blank, ...keptValues(shape, values) };
      await attachFiles(context, writing, made.id, values);
      await index(context, work, [row]);
      announce(context, work, by, 'created', [made.id]);
      return row;
    },
    async sendChange(writing, before, version, given) {
      const { work, by } = writing;
      const values = checkedChange(writing, before, given);
      await verifyReferences(context, work.glance, values, before, writing.person ? by : undefined);
      const id = String(before['id']);
      const keep = saysSomething(shape, before, values);
      const kept = await stored(work.glance, id, values);
      work.send(
        statements.move({ id, version, by, now: work.now, keep, values: kept, archive: false, note: null }),
      );
      const at = keptMoment(work.now.toISOString());
      const meta = { version: version + 1, updatedAt: at, updatedBy: by };
      const row = { ...before, ...keptValues(shape, values), ...meta };
      await tellChange(writing, before, values, row);
      return row;
    },
    async archive(writing, before, version, reason) {
      const row = await write(writing, before, version, { values: {}, archive: true, note: reason });
      await context.search?.remove(writing.work, shape.info.id, [String(row['id'])]);
      announce(context, writing.work, writing.by, 'archived', [String(row['id'])]);
    },
  };
}

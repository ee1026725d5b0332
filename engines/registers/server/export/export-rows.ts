/** Exports: the rows of a list query as a sheet, narrowed by reading and exporting, masked by the lower clearance, audited. */
import { sql } from 'kysely';
import { type FieldClass, fieldClasses, type Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Permit } from '../../../access/service.ts';
import { scopeCondition } from '../../../store/index.ts';
import type { JobContext } from '../../../store/service.ts';
import type { ExportReply } from '../../routes/sheet-routes.ts';
import { registerErrors } from '../../errors.ts';
import type { ListQuery } from '../../service.ts';
import type { RegisterEngine } from '../create-registers.ts';
import { maskRows } from '../field/mask-value.ts';
import { showValue } from '../field/show-value.ts';
import { allOf, orderOf, orderSql, queryConditions } from '../row/list-rows.ts';
import { type PlainRow, requireAct, type RowContext } from '../row/row-context.ts';
import { type Titled, withTitles } from '../row/row-labels.ts';
import type { ShapeField } from '../shape/describe-shape.ts';
import { type Cell, csvStream, xlsxStream, xlsxType } from '../sheet/write-sheet.ts';

export const mostExported = 200_000;
const chunk = 1000;
const largestFile = 1_000_000_000;

export interface ExportRequest {
  readonly register: string;
  readonly query: ListQuery;
  readonly fields: readonly string[] | undefined;
  readonly format: 'xlsx' | 'csv';
}

interface ExportJob extends ExportRequest {
  readonly by: string;
}

export interface Exports {
  start(principal: Principal, request: ExportRequest): Promise<ExportReply>;
  status(principal: Principal, job: string): Promise<ExportReply>;
  cancel(principal: Principal, job: string): Promise<ExportReply>;
}

interface Reach {
  readonly reading: Permit;
  readonly exporting: Permit;
  readonly clearance: FieldClass;
}

function reachOf(context: RowContext, principal: Principal): Reach {
  const reading = requireAct(context, principal, 'read');
  const exporting = requireAct(context, principal, 'export');
  const lower = Math.min(fieldClasses.indexOf(reading.clearance), fieldClasses.indexOf(exporting.clearance));
  return { reading, exporting, clearance: fieldClasses[lower] ?? 'public' };
}

function chosenFields(context: RowContext, names: readonly string[] | undefined): readonly ShapeField[] {
  const { fields, byName } = context.shape;
  if (names === undefined || names.length === 0) return fields.filter((each) => each.field.type !== 'json');
  return names.map((name) => {
    const each = byName.get(name);
    if (each === undefined)
      throw commonErrors.invalid({}, [{ path: 'fields', message: `没有“${name}”这个字段` }]);
    return each;
  });
}

async function idsOf(context: RowContext, reach: Reach, query: ListQuery): Promise<readonly string[]> {
  const { shape, store, search, counts, hidden } = context;
  const names = hidden[reach.clearance].names;
  const conditions = await queryConditions(
    { db: store.db, search, counts },
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

function cellOf(
  context: RowContext,
  each: ShapeField,
  row: Titled<PlainRow>,
  people: ReadonlyMap<string, string>,
): Cell {
  const value = row[each.name];
  if (typeof value === 'number') return value;
  const title = row.titles?.[each.name];
  if (title !== undefined) return title;
  if (each.field.type === 'subject' && typeof value === 'string') return people.get(value) ?? value;
  // A masked code or place shows its mask, which is nothing.
  return showValue(each.field, value, context.lookups);
}

async function* cells(
  context: RowContext,
  reach: Reach,
  ids: readonly string[],
  fields: readonly ShapeField[],
  job: JobContext,
): AsyncGenerator<readonly Cell[]> {
  const { shape, store, access } = context;
  const hidden = context.hidden[reach.clearance].fields;
  for (let start = 0; start < ids.length; start += chunk) {
    if (job.signal.aborted) throw new Error('cancelled');
    const part = ids.slice(start, start + chunk);
    const found =
      await sql<PlainRow>`select ${shape.select} from ${shape.table} where id = any(${part}::uuid[])
      and ${scopeCondition(reach.reading, shape.scope)} and ${scopeCondition(reach.exporting, shape.scope)}`.execute(
        store.db,
      );
    maskRows(found.rows, hidden);
    const titled = await withTitles(context, found.rows);
    const rows = new Map(titled.map((row) => [String(row['id']), row]));
    const subjects = fields.filter((each) => each.field.type === 'subject');
    const asked = found.rows.flatMap((row) =>
      subjects.map((each) => row[each.name]).filter((id) => typeof id === 'string'),
    );
    const people = asked.length === 0 ? new Map<string, string>() : await access.namesOf([...new Set(asked)]);
    for (const id of part) {
      const row = rows.get(id);
      if (row !== undefined) yield fields.map((each) => cellOf(context, each, row, people));
    }
    await job.progress(Math.min(1, (start + part.length) / ids.length), `已导出 ${start + part.length} 行`);
  }
}

async function runExport(engine: RegisterEngine, request: ExportJob, job: JobContext): Promise<unknown> {
  const { store, access } = engine.deps;
  const { context } = engine.desk(request.register);
  // The permit is asked again: it may have gone since the export was ordered.
  const principal = await access.principalOf(request.by);
  const reach = reachOf(context, principal);
  const fields = chosenFields(context, request.fields);
  const ids = await idsOf(context, reach, request.query);
  if (ids.length > mostExported) throw registerErrors.exportTooLarge({ most: mostExported });
  const { declaration, id: register, system } = context.shape.info;
  const header = fields.map((each) => each.field.title);
  const rows = cells(context, reach, ids, fields, job);
  const xlsx = request.format === 'xlsx';
  const file = await store.files.write({
    name: `${declaration.title}.${request.format}`,
    contentType: xlsx ? xlsxType : 'text/csv',
    by: request.by,
    body: xlsx ? xlsxStream(declaration.title, header, rows) : csvStream(header, rows),
    limit: largestFile,
  });
  await access.auditAlone(principal, {
    module: system,
    event: 'export',
    objectType: register,
    objectId: file.id,
    result: 'success',
    detail: {
      rows: ids.length,
      fields: fields
        .map((each) => each.name)
        .join(',')
        .slice(0, 500),
    },
  });
  return { file: file.id, rows: ids.length };
}

export function manageExports(engine: RegisterEngine): Exports {
  const { jobs } = engine.deps.store;
  jobs.define<ExportJob>('registers.export', (request, job) => runExport(engine, request, job));

  async function status(principal: Principal, id: string): Promise<ExportReply> {
    const job = await jobs.status(id);
    if (job === undefined || job.name !== 'registers.export' || job.startedBy !== principal.id)
      throw commonErrors.missing();
    const result = job.result as { file: string; rows: number } | null;
    return {
      job: id,
      state: job.state,
      done: job.done,
      message: job.message,
      file: job.state === 'done' ? (result?.file ?? null) : null,
      rows: result?.rows ?? null,
    };
  }

  return {
    status,
    async start(principal, request) {
      const { context } = engine.desk(request.register);
      const { clearance } = reachOf(context, principal);
      chosenFields(context, request.fields);
      // A bad or forbidden query is refused now, not in a job that nobody watches.
      const hidden = context.hidden[clearance].names;
      orderOf(context.shape, request.query.sort, hidden);
      const reading = { db: context.store.db, search: context.search, counts: context.counts };
      await queryConditions(
        reading,
        context.shape,
        request.query,
        requireAct(context, principal, 'read'),
        hidden,
      );
      const id = await jobs.start('registers.export', { ...request, by: principal.id }, principal.id);
      return status(principal, id);
    },
    async cancel(principal, id) {
      await status(principal, id);
      await jobs.cancel(id, principal.id);
      return status(principal, id);
    },
  };
}

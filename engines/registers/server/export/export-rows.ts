/** Exports that need no approval: a job that writes the rows of a list query as a sheet, narrowed by reading and exporting, audited. */
import type { Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { JobContext } from '../../../store/service.ts';
import type { ExportReply } from '../../routes/sheet-routes.ts';
import { registerErrors } from '../../errors.ts';
import type { ExportWish, ListQuery } from '../../service.ts';
import type { RegisterEngine } from '../create-registers.ts';
import { cells, sheetOf } from './make-sheet.ts';
import { approvalReasons, chosenFields, idsOf, mostExported, planExport, reachOf } from './plan-export.ts';

const largestFile = 1_000_000_000;

interface ExportJob extends Omit<ExportWish, 'query'> {
  readonly by: string;
  /** What was looked for may be a personal value itself, and jobs are kept for a while: a box of the vault where there is one. */
  readonly query: ListQuery | string;
}

function queryPlace(by: string) {
  return { table: 'registers.export', row: by, field: 'query' };
}

async function openQuery(engine: RegisterEngine, { query, by }: ExportJob): Promise<ListQuery> {
  const { vault } = engine.deps;
  if (typeof query !== 'string' || vault === undefined) return query as ListQuery;
  return JSON.parse(await vault.open(query, queryPlace(by))) as ListQuery;
}

export interface Exports {
  start(principal: Principal, request: ExportWish): Promise<ExportReply>;
  status(principal: Principal, job: string): Promise<ExportReply>;
  cancel(principal: Principal, job: string): Promise<ExportReply>;
}

async function runExport(engine: RegisterEngine, request: ExportJob, job: JobContext): Promise<unknown> {
  const { store, access } = engine.deps;
  const { context } = engine.desk(request.register);
  // The permit is asked again: it may have gone since the export was ordered.
  const principal = await access.principalOf(request.by);
  const reach = reachOf(context, principal);
  const fields = chosenFields(context, request.fields);
  const ids = await idsOf(context, reach, await openQuery(engine, request));
  if (ids.length > mostExported) throw registerErrors.exportTooLarge({ most: mostExported });
  refuseUnapproved(approvalReasons(context, reach, fields, ids.length));
  const { declaration, id: register, system } = context.shape.info;
  const header = fields.map((each) => each.field.title);
  const made = sheetOf(declaration.title, request.format, header, cells(context, reach, ids, fields, job));
  const file = await store.files.write({
    name: made.fileName,
    contentType: made.contentType,
    by: request.by,
    body: made.body,
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

function refuseUnapproved(reasons: readonly string[]): void {
  if (reasons.length > 0) throw registerErrors.approvalNeeded({ why: reasons.join('；') });
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
      // Refused now, not in a job that nobody watches: a bad or forbidden query, and what needs approval.
      const { context } = engine.desk(request.register);
      refuseUnapproved((await planExport(context, principal, request)).reasons);
      const kept = JSON.stringify(request.query);
      const query = (await engine.deps.vault?.seal(kept, queryPlace(principal.id))) ?? request.query;
      const job: ExportJob = { ...request, query, by: principal.id };
      const id = await jobs.start('registers.export', job, principal.id);
      return status(principal, id);
    },
    async cancel(principal, id) {
      await status(principal, id);
      await jobs.cancel(id, principal.id);
      return status(principal, id);
    },
  };
}

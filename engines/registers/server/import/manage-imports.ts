/** Imports as the person who runs them meets them: start, look, confirm, cancel. Nobody else's import is seen. */
import { sql } from 'kysely';
import type { Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { isId } from '../../../../kernel/ids.ts';
import type { Work } from '../../../store/service.ts';
import type { ImportReply } from '../../routes/sheet-routes.ts';
import type { RegisterEngine } from '../create-registers.ts';
import { registerErrors } from '../../errors.ts';
import { refuseProcessRows, requireAct } from '../row/row-context.ts';
import type { SheetProblem } from './check-rows.ts';
import {
  batchesOf,
  changeBatch,
  dropStaging,
  findBatch,
  type ImportBatch,
  openBatch,
  problemsOfBatch,
  stateTitles,
} from './import-batch.ts';
import { indexBatch } from './index-batch.ts';
import { mostProblems, runCheck } from './run-check.ts';
import { runConfirm } from './run-confirm.ts';

/** What the importer sees of his import. */
export type ImportStatus = ImportReply;

export interface Imports {
  start(
    principal: Principal,
    register: string,
    file: string,
    columns: Readonly<Record<string, string>>,
  ): Promise<ImportStatus>;
  status(principal: Principal, id: string): Promise<ImportStatus>;
  mine(principal: Principal, register: string | undefined): Promise<readonly ImportStatus[]>;
  problems(principal: Principal, id: string, limit: number): Promise<readonly SheetProblem[]>;
  confirm(principal: Principal, id: string, validOnly: boolean): Promise<ImportStatus>;
  cancel(principal: Principal, id: string): Promise<ImportStatus>;
}

const expiry = '3 days';

export function manageImports(engine: RegisterEngine): Imports {
  const { store, access } = engine.deps;
  const { jobs } = store;

  jobs.define<{ batch: string }>('registers.check', ({ batch }, job) => runCheck(engine, batch, job));
  jobs.define<{ batch: string }>('registers.confirm', ({ batch }, job) => runConfirm(engine, batch, job));
  jobs.define<{ batch: string }>('registers.index', ({ batch }, job) => indexBatch(engine, batch, job));
  jobs.define('registers.expire-imports', () => expireImports(engine));
  jobs.schedule('registers.expire-imports', '20 3 * * *');

  async function view(batch: ImportBatch): Promise<ImportStatus> {
    const job = batch.job === null ? undefined : await jobs.status(batch.job);
    const { columns: _columns, slot: _slot, by: _by, ...seen } = batch;
    const running = batch.state === 'checking' || batch.state === 'importing';
    return {
      ...seen,
      unknownColumns: [...seen.unknownColumns],
      stateTitle: stateTitles[batch.state],
      done: running ? (job?.done ?? 0) : 1,
      progress: running ? (job?.message ?? '') : '',
    };
  }

  async function own(principal: Principal, id: string): Promise<ImportBatch> {
    const batch = isId(id) ? await findBatch(store.db, id) : undefined;
    if (batch === undefined || batch.by !== principal.id) throw commonErrors.missing();
    requireAct(engine.desk(batch.register).context, principal, 'import');
    return batch;
  }

  async function lockOwn(work: Work, principal: Principal, id: string): Promise<ImportBatch> {
    const batch = await findBatch(work.db, id, true);
    if (batch === undefined || batch.by !== principal.id) throw commonErrors.missing();
    return batch;
  }

  async function status(principal: Principal, id: string): Promise<ImportStatus> {
    return view(await own(principal, id));
  }

  return {
    status,
    async start(principal, register, fileId, columns) {
      const desk = engine.desk(register);
      requireAct(desk.context, principal, 'import');
      if (engine.sinkOf(register) === undefined) refuseProcessRows(desk.context.shape);
      const file = isId(fileId) ? await store.files.find(fileId) : undefined;
      // Another person's upload is as good as absent.
      if (file === undefined || file.createdBy !== principal.id)
        throw commonErrors.invalid({}, [{ path: 'file', message: '文件不存在,请重新上传' }]);
      const id = await store.transaction(async (work) => {
        const batch = await openBatch(work, {
          register,
          file: fileId,
          fileName: file.name,
          columns,
          by: principal.id,
        });
        const job = await jobs.start('registers.check', { batch }, principal.id, work);
        await changeBatch(work.db, batch, { job });
        return batch;
      });
      return status(principal, id);
    },
    async mine(principal, register) {
      const batches = await batchesOf(store.db, principal.id, register);
      return Promise.all(batches.map(view));
    },
    async problems(principal, id, limit) {
      const batch = await own(principal, id);
      return problemsOfBatch(store.db, batch.id, Math.min(limit, mostProblems));
    },
    async confirm(principal, id, validOnly) {
      await own(principal, id);
      await store.transaction(async (work) => {
        const batch = await lockOwn(work, principal, id);
        // Said twice is said once.
        if (batch.state === 'done') return;
        if (batch.state === 'importing') {
          const job = batch.job === null ? undefined : await jobs.status(batch.job);
          if (job?.state === 'waiting' || job?.state === 'running') return;
        } else if (batch.state !== 'checked')
          throw registerErrors.importState({ state: stateTitles[batch.state] });
        if (batch.valid === 0) throw registerErrors.nothingValid();
        if (batch.invalid > 0 && !validOnly) throw registerErrors.invalidRows({ count: batch.invalid });
        const job = await jobs.start('registers.confirm', { batch: id }, principal.id, work);
        await changeBatch(work.db, id, { state: 'importing', message: '', job });
      });
      return status(principal, id);
    },
    async cancel(principal, id) {
      const seen = await own(principal, id);
      if (seen.job !== null && (seen.state === 'checking' || seen.state === 'importing'))
        await jobs.cancel(seen.job, principal.id);
      await store.transaction(async (work) => {
        const batch = await lockOwn(work, principal, id);
        if (batch.state === 'cancelled') return;
        if (batch.state === 'done' || batch.state === 'failed')
          throw registerErrors.importState({ state: stateTitles[batch.state] });
        await changeBatch(work.db, id, { state: 'cancelled', message: '已取消', finishedAt: work.now });
        await dropStaging(work.db, engine.desk(batch.register).context.shape, batch.slot);
        access.audit(work, principal, {
          module: engine.service.get(batch.register).system,
          event: 'import',
          objectType: batch.register,
          objectId: id,
          result: 'failure',
          detail: { cancelled: true },
        });
      });
      return status(principal, id);
    },
  };
}

/** Imports that nobody confirmed give their staging table back. */
async function expireImports(engine: RegisterEngine): Promise<unknown> {
  const { store } = engine.deps;
  const old = await sql<{ id: string }>`select id from register_import where state in ('checking', 'checked')
    and created_at < ${store.clock.now()}::timestamptz - ${expiry}::interval`.execute(store.db);
  for (const { id } of old.rows) {
    await store.transaction(async (work) => {
      const batch = await findBatch(work.db, id, true);
      const desk = batch === undefined ? undefined : engine.findDesk(batch.register);
      if (
        batch === undefined ||
        desk === undefined ||
        (batch.state !== 'checking' && batch.state !== 'checked')
      )
        return;
      await changeBatch(work.db, id, {
        state: 'cancelled',
        message: '超过三天未确认,已自动取消',
        finishedAt: work.now,
      });
      await dropStaging(work.db, desk.context.shape, batch.slot);
    });
  }
  return { expired: old.rows.length };
}

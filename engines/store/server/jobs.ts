/** Long work: queued with pg-boss, with progress, cancel and a result that people can look at. */
import PgBoss from 'pg-boss';
import { sql } from 'kysely';
import { CityError } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Database, Jobs, JobStatus, Work } from '../service.ts';
import { defineTable } from './table.ts';

export const jobTables = [
  defineTable({
    name: 'store_job',
    columns: {
      id: 'uuid primary key',
      name: 'text not null',
      input: 'jsonb not null',
      state: "text not null default 'waiting'",
      done: 'double precision not null default 0',
      message: "text not null default ''",
      result: 'jsonb',
      error: 'text',
      started_by: 'text not null',
      created_at: 'timestamptz not null default now()',
      finished_at: 'timestamptz',
    },
    indexes: { store_job_started_by: '(started_by, created_at)' },
  }),
];

const queue = 'city-jobs';
/** How many jobs one process runs side by side. */
const workers = 2;
/** Schedules are by the minute: each of them need not ask the database more often than this. */
const scheduledPollSeconds = 10;

type Handler = (
  input: never,
  job: { id: string; signal: AbortSignal; progress(done: number, message: string): Promise<void> },
) => Promise<unknown>;

export interface JobRunner extends Jobs {
  begin(): Promise<void>;
  stop(): Promise<void>;
}

export function openJobs(
  url: string,
  db: Database,
  report: (problem: unknown, job: string) => void,
): JobRunner {
  const boss = new PgBoss({ connectionString: url, max: 3, supervise: true, retentionDays: 7 });
  boss.on('error', (problem) => report(problem, 'pg-boss'));
  const handlers = new Map<string, Handler>();
  const schedules = new Map<string, string>();
  const running = new Map<string, AbortController>();
  const workerIds: string[] = [];

  /** Queues it, and wakes this process's workers: somebody is looking at a progress bar. */
  async function send(id: string): Promise<void> {
    await boss.send(queue, { id });
    for (const worker of workerIds) boss.notifyWorker(worker);
  }

  async function run(id: string): Promise<void> {
    const found = await sql<{ name: string; input: unknown; state: string }>`
      update store_job set state = 'running', message = '' where id = ${id} and state in ('waiting', 'running')
      returning name, input, state`.execute(db);
    const job = found.rows[0];
    if (job === undefined) return;
    const handler = handlers.get(job.name);
    const controller = new AbortController();
    running.set(id, controller);
    try {
      if (handler === undefined) throw new Error(`no handler for job ${job.name}`);
      const result = await handler(job.input as never, {
        id,
        signal: controller.signal,
        progress: (done, message) => progress(id, done, message),
      });
      await finish(id, controller.signal.aborted ? 'cancelled' : 'done', result ?? null, null);
    } catch (problem) {
      if (controller.signal.aborted) return finish(id, 'cancelled', null, null);
      report(problem, job.name);
      const known = problem instanceof CityError ? problem : undefined;
      await sql`update store_job set message = ${known?.message ?? '处理失败，请联系系统管理员'} where id = ${id}`.execute(
        db,
      );
      await finish(id, 'failed', null, known?.code ?? 'city.internal');
    } finally {
      running.delete(id);
    }
  }

  async function progress(id: string, done: number, message: string): Promise<void> {
    const kept = await sql<{
      state: string;
    }>`update store_job set done = ${Math.min(1, Math.max(0, done))}, message = ${message}
      where id = ${id} returning state`.execute(db);
    if (kept.rows[0]?.state === 'cancelled') running.get(id)?.abort();
  }

  async function finish(
    id: string,
    state: 'done' | 'failed' | 'cancelled',
    result: unknown,
    error: string | null,
  ): Promise<void> {
    await sql`update store_job set state = ${state}, result = ${JSON.stringify(result)}::jsonb, error = ${error},
      done = case when ${state} = 'done' then 1 else done end, finished_at = now() where id = ${id}`.execute(
      db,
    );
  }

  return {
    define(name, handler) {
      handlers.set(name, handler as Handler);
    },
    schedule(name, cron) {
      schedules.set(name, cron);
    },
    async start(name, input, by, work) {
      const id = newId();
      const target: Database = work?.db ?? db;
      await sql`insert into store_job (id, name, input, started_by) values (${id}, ${name}, ${JSON.stringify(input)}::jsonb, ${by})`.execute(
        target,
      );
      // Sent after the commit when the caller has a transaction; `begin` sends again what a crash left waiting.
      if (work === undefined) await send(id);
      else work.afterCommit(() => void send(id).catch((problem: unknown) => report(problem, name)));
      return id;
    },
    async status(id) {
      const found =
        await sql<JobStatus>`select id, name, state, done, message, result, error, started_by as "startedBy",
        created_at as "createdAt", finished_at as "finishedAt" from store_job where id = ${id}`.execute(db);
      return found.rows[0];
    },
    async cancel(id, by) {
      const found =
        await sql`update store_job set state = 'cancelled', message = '已取消', finished_at = now()
        where id = ${id} and started_by = ${by} and state in ('waiting', 'running') returning id`.execute(db);
      running.get(id)?.abort();
      return found.rows.length > 0;
    },
    async begin() {
      await boss.start();
      await boss.createQueue(queue);
      for (let count = 0; count < workers; count += 1) {
        const worker = await boss.work<{ id: string }>(
          queue,
          { pollingIntervalSeconds: 0.5 },
          async ([job]) => {
            if (job !== undefined) await run(job.data.id);
          },
        );
        workerIds.push(worker);
      }
      for (const [name, cron] of schedules) {
        const handler = handlers.get(name);
        if (handler === undefined) throw new Error(`no handler for scheduled job ${name}`);
        await boss.createQueue(`scheduled-${name}`);
        await boss.schedule(`scheduled-${name}`, cron, {}, { tz: 'Asia/Shanghai' });
        await boss.work(`scheduled-${name}`, { pollingIntervalSeconds: scheduledPollSeconds }, async () => {
          const quiet = {
            id: newId(),
            signal: new AbortController().signal,
            progress: async () => undefined,
          };
          await handler({} as never, quiet).catch((problem: unknown) => report(problem, name));
        });
      }
      const left = await sql<{
        id: string;
      }>`select id from store_job where state = 'waiting' and created_at < now() - interval '10 seconds'`.execute(
        db,
      );
      for (const { id } of left.rows) await boss.send(queue, { id });
    },
    async stop() {
      for (const controller of running.values()) controller.abort();
      await boss.stop({ graceful: false, wait: true, timeout: 2000 }).catch(() => undefined);
    },
  };
}

export type { Work };

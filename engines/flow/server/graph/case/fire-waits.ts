/** Timers that are due and work of the machine: taken by one of several processes for a while, done, and taken again by another if that one dies. */
import { CityError } from '../../../../../kernel/errors.ts';
import { systemPrincipal } from '../../../../access/index.ts';
import { sql } from '../../../../store/index.ts';
import type { CaseKind, PlainRow } from '../../case/case-kinds.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import type { WaitRow } from './graph-tables.ts';
import { findBuiltIn, runBuiltIn } from './built-in-jobs.ts';
import { actOnGraph, type GraphAct } from './act-on-graph.ts';
import type { TypedRow } from './play-graph-step.ts';

const batch = 50;

type Due = Pick<WaitRow, 'case_id' | 'id' | 'type' | 'kind' | 'name' | 'tries'>;

/** The lease is only so that two processes do not do the same at once; firing itself is once, because it ends the wait under the case's lock. */
async function takeDue({ store }: FlowEngine): Promise<readonly Due[]> {
  const lease = store.settings.value('flow.lease-seconds');
  return store.transaction(async (work) => {
    const until = new Date(work.now.getTime() + lease * 1000);
    const found = await sql<Due>`update flow_wait as w set due_at = ${until}::timestamptz, tries = w.tries + 1
      from (select case_id, id from flow_wait where due_at <= ${work.now}::timestamptz order by due_at limit ${batch} for update skip locked) as due
      where w.case_id = due.case_id and w.id = due.id returning w.case_id, w.id, w.type, w.kind, w.name, w.tries`.execute(
      work.db,
    );
    return found.rows;
  });
}

/** The engine's own hand on one wait; what has ended meanwhile is no mistake. */
export async function answerWait(
  engine: FlowEngine,
  kind: CaseKind,
  one: { readonly case_id: string; readonly id: string },
  more: Partial<GraphAct> & { readonly action: string },
): Promise<CityError | undefined> {
  try {
    await actOnGraph(engine, systemPrincipal, kind, { id: one.case_id, wait: one.id, version: 0, ...more });
    return undefined;
  } catch (problem) {
    if (problem instanceof CityError) return problem;
    throw problem;
  }
}

const gone = new Set(['flow.waitGone', 'flow.closed', 'flow.suspended', 'city.missing']);

/** The event came, but the way on is barred: an administrator sees why, and 重试 goes on with what came. True when the case went on. */
export async function fire(
  engine: FlowEngine,
  kind: CaseKind,
  one: Pick<Due, 'case_id' | 'id'>,
  values: Readonly<Record<string, unknown>>,
  requestKey?: string,
): Promise<boolean> {
  const key = requestKey === undefined ? {} : { requestKey };
  const refused = await answerWait(engine, kind, one, { action: 'engine.fire', values, ...key });
  if (refused === undefined) return true;
  if (gone.has(refused.code)) return false;
  const opinion = refused.problems[0]?.message ?? refused.message;
  await answerWait(engine, kind, one, { action: 'engine.fail', error: refused.code, opinion, values });
  return false;
}

const minute = 60_000;

/** Each failure waits twice as long as the one before. */
async function failJob(engine: FlowEngine, kind: CaseKind, one: Due, problem: unknown): Promise<void> {
  const { store } = engine;
  const final = one.tries >= store.settings.value('flow.job-tries');
  const known = problem instanceof CityError ? problem : undefined;
  if (final || known !== undefined) {
    const opinion = known?.message ?? '自动环节多次失败,请联系系统管理员';
    await answerWait(engine, kind, one, { action: 'engine.fail', error: known?.code ?? one.name, opinion });
    return;
  }
  const next = new Date(store.clock.now().getTime() + 2 ** (one.tries - 1) * minute);
  await sql`update flow_wait set due_at = ${next}::timestamptz where case_id = ${one.case_id}::uuid and id = ${one.id} and due_at is not null`.execute(
    store.db,
  );
}

async function runJob(engine: FlowEngine, kind: CaseKind, one: Due): Promise<void> {
  const job = kind.binding.jobs?.[one.name];
  const builtIn = job === undefined ? findBuiltIn(one.name) : undefined;
  const row = await kind.rows.trusted.find(engine.store.db, one.case_id);
  if (row === undefined) return;
  if (job === undefined && builtIn === undefined) {
    await answerWait(engine, kind, one, {
      action: 'engine.fail',
      error: one.name,
      opinion: `没有绑定自动环节“${one.name}”`,
    });
    return;
  }
  let values: Readonly<Record<string, unknown>> = {};
  try {
    if (builtIn !== undefined) await runBuiltIn(engine, kind, builtIn, row as unknown as PlainRow, one);
    if (job !== undefined) values = await job({ row: row as unknown as TypedRow, services: engine.services });
  } catch (problem) {
    await failJob(engine, kind, one, problem);
    return;
  }
  await fire(engine, kind, one, values);
}

/** Returns how many were due. Safe to run in any number of processes. */
export async function fireWaits(engine: FlowEngine): Promise<number> {
  let fired = 0;
  for (;;) {
    const due = await takeDue(engine);
    for (const one of due) {
      const kind = engine.kinds.find(one.type);
      if (kind === undefined) continue;
      if (one.kind === 'job') await runJob(engine, kind, one);
      else await fire(engine, kind, one, {});
    }
    fired += due.length;
    if (due.length < batch) return fired;
  }
}

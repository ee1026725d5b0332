/** Start events with a time: armed when the drawing comes into force, fired once by one of several processes, the next time set from then. */
import { CityError } from '../../../../../kernel/errors.ts';
import { addTimeLimit } from '../../../../../kernel/working-time.ts';
import { systemPrincipal } from '../../../../access/index.ts';
import { sql } from '../../../../store/index.ts';
import type { CaseKind } from '../../case/case-kinds.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import { idFrom } from '../../case/id-from.ts';
import { openCase } from '../../case/open-case.ts';
import { kindInForce } from '../../definition/kind-in-force.ts';
import { type StartTrigger, triggeredStarts } from '../triggered-starts.ts';
import { nameOfStart, tellNotOpened } from './start-events.ts';

type TimerStart = Extract<StartTrigger, { kind: 'timer' }>;

interface DueStart {
  readonly type: string;
  readonly version: number;
  readonly node: string;
  readonly left: number;
}

const batch = 50;

function timersOf(kind: CaseKind): readonly (readonly [string, TimerStart])[] {
  return triggeredStarts(kind.process).flatMap(([id, on]) =>
    on.kind === 'timer' ? [[id, on] as const] : [],
  );
}

/** Null where the expression gives no moment. */
function nextDue(engine: FlowEngine, on: TimerStart): string | null {
  if ('after' in on) return addTimeLimit(engine.calendar(), engine.store.clock.now(), on.after).toISOString();
  const given = engine.evaluate(on.at, {});
  const moment = new Date(given instanceof Date || typeof given === 'number' ? given : String(given));
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

/** The clock of a version begins when it is first seen in force; what has begun is left as it is. */
async function arm(engine: FlowEngine, kind: CaseKind, node: string, on: TimerStart): Promise<void> {
  const { version } = kind.process;
  const known = await sql`select 1 from flow_start_timer where type = ${kind.id} and version = ${version}
    and node = ${node}`.execute(engine.store.db);
  if (known.rows.length > 0) return;
  const due = nextDue(engine, on);
  const times = 'after' in on ? (on.times ?? 1) : 1;
  await sql`insert into flow_start_timer (type, version, node, due_at, times_left)
    values (${kind.id}, ${version}, ${node}, ${due}::timestamptz, ${times}) on conflict do nothing`.execute(
    engine.store.db,
  );
  if (due === null) {
    const why = `定时开始“${nameOfStart(kind, node)}”的时间公式没有给出日期时间`;
    await tellNotOpened(engine, kind, { why, once: `flow.start:${kind.id}:${version}:${node}` });
  }
}

/** As with the timers of cases, the lease only keeps two processes from doing the same at once. */
async function takeDue({ store }: FlowEngine): Promise<readonly DueStart[]> {
  const lease = store.settings.value('flow.lease-seconds');
  return store.transaction(async (work) => {
    const until = new Date(work.now.getTime() + lease * 1000);
    const found = await sql<DueStart>`update flow_start_timer as t set due_at = ${until}::timestamptz
      from (select type, version, node from flow_start_timer where due_at <= ${work.now}::timestamptz
        order by due_at limit ${batch} for update skip locked) as due
      where t.type = due.type and t.version = due.version and t.node = due.node
      returning t.type, t.version, t.node, t.times_left as left`.execute(work.db);
    return found.rows;
  });
}

/** The same firing has the same id in every process and after every crash: it opens one case. */
async function open(engine: FlowEngine, kind: CaseKind, { type, version, node, left }: DueStart) {
  try {
    const id = idFrom('start', type, String(version), node, String(left));
    const values = { [kind.declaration.titleField]: nameOfStart(kind, node) } as never;
    await openCase(engine, systemPrincipal, kind, { id, values, stage: node });
  } catch (problem) {
    if (!(problem instanceof CityError)) throw problem;
    const why = problem.problems[0]?.message ?? problem.message;
    await tellNotOpened(engine, kind, { why, once: `flow.start:${type}:${version}:${node}:${left}` });
  }
}

async function fireOne(engine: FlowEngine, due: DueStart): Promise<void> {
  const declared = engine.kinds.find(due.type);
  const kind = declared === undefined ? undefined : await kindInForce(engine.definitions, declared);
  // Another drawing is in force by now: this one opens nothing any more.
  const current = kind?.process.version === due.version ? kind : undefined;
  const on = current && timersOf(current).find(([id]) => id === due.node)?.[1];
  if (current !== undefined) await open(engine, current, due);
  const again = on !== undefined && 'after' in on && due.left > 1 ? nextDue(engine, on) : null;
  await sql`update flow_start_timer set due_at = ${again}::timestamptz, times_left = times_left - 1
    where type = ${due.type} and version = ${due.version} and node = ${due.node} and times_left = ${due.left}`.execute(
    engine.store.db,
  );
}

/** Returns how many were due. Safe to run in any number of processes. */
export async function fireStarts(engine: FlowEngine): Promise<number> {
  for (const declared of engine.kinds.all()) {
    const kind = await kindInForce(engine.definitions, declared);
    for (const [node, on] of timersOf(kind)) await arm(engine, kind, node, on);
  }
  let fired = 0;
  for (;;) {
    const due = await takeDue(engine);
    for (const one of due) await fireOne(engine, one);
    fired += due.length;
    if (due.length < batch) return fired;
  }
}

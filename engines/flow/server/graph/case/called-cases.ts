/** Cases that a case calls: opened when its token comes to the call, giving back what it takes when they close, ended when nobody waits for them. */
import { CityError } from '../../../../../kernel/errors.ts';
import { findModel } from '../../../../../kernel/graph-process.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { CallNode, ProcessModel } from '../../../../../kernel/process.ts';
import { systemPrincipal } from '../../../../access/index.ts';
import { sql, type Work } from '../../../../store/index.ts';
import { flowErrors } from '../../../errors.ts';
import { actOnCase } from '../../case/act-on-case.ts';
import type { CaseKind, PlainRow } from '../../case/case-kinds.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import { openCase } from '../../case/open-case.ts';
import type { CaseChanged } from '../../case/tell-change.ts';
import type { FlowTables, LinkRow } from '../../tables.ts';
import { actOnGraph } from './act-on-graph.ts';
import { answerWait, fire } from './fire-waits.ts';
import type { FlowCall, FlowUncalled } from './play-graph-step.ts';
import { runsByGraph } from './runs-by-graph.ts';

/** How many cases stand above this one, each called by the next; counted no further than is asked. */
async function depthOf(work: Work, id: string, most: number): Promise<number> {
  const found = await sql<{ depth: number }>`with recursive above as (
    select case_id, 1 as depth from flow_link where other_id = ${id}::uuid and kind = 'called'
    union all select l.case_id, a.depth + 1 from flow_link l join above a on l.other_id = a.case_id and l.kind = 'called'
      where a.depth <= ${most}::integer)
    select coalesce(max(depth), 0)::integer as depth from above`.execute(work.db);
  return found.rows[0]?.depth ?? 0;
}

async function isAwaited(work: Work, call: FlowCall): Promise<boolean> {
  const found =
    await sql`select 1 from flow_wait where case_id = ${call.id}::uuid and id = ${call.wait} and kind = 'call'
    and not exists (select 1 from flow_link where case_id = ${call.id}::uuid and wait = ${call.wait} and kind = 'called')`.execute(
      work.db,
    );
  return found.rows.length > 0;
}

async function openChild(engine: FlowEngine, caller: CaseKind, call: FlowCall, work: Work): Promise<void> {
  const kind = engine.kinds.find(call.calls);
  if (kind === undefined) throw flowErrors.noCaseType({ type: call.calls });
  const most = engine.store.settings.value('flow.most-called-depth');
  if ((await depthOf(work, call.id, most)) >= most) throw flowErrors.calledTooDeep({ most });
  const row = (await caller.rows.trusted.find(work.db, call.id)) as PlainRow | undefined;
  const initiator = row?.['initiator'];
  const who = typeof initiator === 'string' ? { initiator } : {};
  const given = { id: newId(), values: call.values as never, ...who };
  const opened = await openCase(engine, systemPrincipal, kind, given, work);
  const child = opened as unknown as { readonly id: string; readonly number: string };
  await work.db
    .withTables<FlowTables>()
    .insertInto('flow_link')
    .values({
      case_id: call.id,
      other_id: child.id,
      type: call.calls,
      from_type: call.type,
      kind: 'called',
      number: call.number,
      other_number: child.number,
      follower: null,
      at: work.now.toISOString(),
      wait: call.wait,
    })
    .execute();
}

/**
 * In a transaction of its own, whole or not at all; the link tells that it is done. What cannot be opened is an incident of the caller, or
 * its error event: written before the event counts as heard, so that no crash leaves the caller waiting for ever.
 */
export async function openCalled(engine: FlowEngine, call: FlowCall): Promise<void> {
  const caller = engine.kinds.find(call.type);
  if (caller === undefined) return;
  // 重试 asks again also where only what the closed case gave back would not do.
  for (const link of await calledLinks(engine, call))
    if (await isClosed(engine, link)) await returnOne(engine, link);
  try {
    await engine.store.transaction(async (work) => {
      if (await isAwaited(work, call)) await openChild(engine, caller, call, work);
    });
  } catch (problem) {
    const told = engine.kinds.find(call.calls)?.rows.trusted.readable(problem) ?? problem;
    if (!(told instanceof CityError)) throw problem;
    const opinion = told.problems[0]?.message ?? told.message;
    const failure = { action: 'engine.fail', error: told.code, opinion };
    await answerWait(engine, caller, { case_id: call.id, id: call.wait }, failure);
  }
}

function calledLinks({ store }: FlowEngine, { id, wait }: Pick<FlowCall, 'id' | 'wait'>): Promise<LinkRow[]> {
  return store.db
    .withTables<FlowTables>()
    .selectFrom('flow_link')
    .selectAll()
    .where('case_id', '=', id)
    .where('wait', '=', wait)
    .where('kind', '=', 'called')
    .execute();
}

async function isClosed({ kinds, store }: FlowEngine, link: LinkRow): Promise<boolean> {
  const row = await kinds.find(link.type)?.rows.trusted.find(store.db, link.other_id);
  return (row as PlainRow | undefined)?.['status'] === 'closed';
}

/** Open called cases end with the wait for them, and so do those that they called. */
export async function endCalled(engine: FlowEngine, gone: FlowUncalled): Promise<void> {
  for (const link of await calledLinks(engine, gone)) {
    const kind = engine.kinds.find(link.type);
    const row = await kind?.rows.trusted.find(engine.store.db, link.other_id);
    if (kind === undefined || row === undefined || (row as unknown as PlainRow)['status'] === 'closed')
      continue;
    const act = { id: link.other_id, version: row.version, opinion: `主案件 ${gone.number} 不再等待本件` };
    try {
      if (await runsByGraph(engine, kind, link.other_id))
        await actOnGraph(engine, systemPrincipal, kind, { ...act, action: 'engine.end' });
      else await actOnCase(engine, systemPrincipal, kind, { ...act, action: 'verb.terminate' });
    } catch (problem) {
      // A staged case whose process lets nobody terminate it goes its own way.
      if (!(problem instanceof CityError)) throw problem;
    }
  }
}

/** Cases that waited for one of these go on. */
export async function returnCalled(engine: FlowEngine, closed: readonly CaseChanged[]): Promise<void> {
  if (closed.length === 0) return;
  const links = await engine.store.db
    .withTables<FlowTables>()
    .selectFrom('flow_link')
    .selectAll()
    .where('kind', '=', 'called')
    .where(
      'other_id',
      'in',
      closed.map((each) => each.id),
    )
    .execute();
  for (const link of links) await returnOne(engine, link);
}

interface Awaited {
  readonly caller: CaseKind;
  readonly model: ProcessModel;
  readonly id: string;
  readonly node: CallNode;
}

async function findAwaited(engine: FlowEngine, link: LinkRow): Promise<Awaited | undefined> {
  const { db } = engine.store;
  const waiting = await sql<{
    type: string;
    node: string | null;
  }>`select w.type, t.state->'waits'->w.id->>'node' as node
    from flow_wait w join flow_tokens t on t.case_id = w.case_id
    where w.case_id = ${link.case_id}::uuid and w.id = ${link.wait} and w.kind = 'call'`.execute(db);
  const [wait] = waiting.rows;
  const caller = wait === undefined ? undefined : engine.kinds.find(wait.type);
  if (wait === undefined || caller === undefined) return undefined;
  const above = (await caller.rows.trusted.find(db, link.case_id)) as PlainRow | undefined;
  const model = findModel(await engine.definitions.of(caller, Number(above?.['processVersion'] ?? 0)));
  const id = wait.node ?? '';
  const node = model?.nodes[id];
  return model !== undefined && node?.kind === 'call' ? { caller, model, id, node } : undefined;
}

/** An outcome that is the name of an error, or no proper end at all, is the error event's that sits on the call. */
function isCaught({ model, id }: Awaited, child: CaseKind, outcome: string): boolean {
  const failed = ['terminated', 'withdrawn', ...Object.keys(findModel(child.process)?.errors ?? {})];
  return Object.values(model.nodes).some(
    (node) =>
      node.kind === 'boundary' &&
      node.host === id &&
      node.on.kind === 'error' &&
      (node.on.error === outcome || (node.on.error === undefined && failed.includes(outcome))),
  );
}

async function returnOne(engine: FlowEngine, link: LinkRow): Promise<void> {
  const awaited = await findAwaited(engine, link);
  const child = engine.kinds.find(link.type);
  if (awaited === undefined || child === undefined || link.wait === null) return;
  const { caller, node } = awaited;
  const wait = { case_id: link.case_id, id: link.wait };
  const row = ((await child.rows.trusted.find(engine.store.db, link.other_id)) ?? {}) as PlainRow;
  const outcome = String(row['outcome'] ?? '');
  try {
    const values = Object.entries(node.takes ?? {}).map(
      ([field, expression]) => [field, engine.evaluate(expression, row)] as const,
    );
    const taken = Object.fromEntries(values);
    if (!isCaught(awaited, child, outcome)) {
      await fire(engine, caller, wait, taken);
      return;
    }
    const opinion = `子案件 ${link.other_number} 没有办成`;
    await answerWait(engine, caller, wait, { action: 'engine.fail', error: outcome, opinion });
  } catch (problem) {
    // What it should take cannot be worked out: an administrator sees why.
    if (!(problem instanceof CityError)) throw problem;
    const failure = { action: 'engine.fail', error: problem.code, opinion: problem.message };
    await answerWait(engine, caller, wait, failure);
  }
}

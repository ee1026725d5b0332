/** Brings messages, signals and closed sub-cases to the cases that wait for them, and opens the cases that are called. */
import { CityError } from '../../../../../kernel/errors.ts';
import { findModel } from '../../../../../kernel/graph-process.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { Delivered } from '../../../../../kernel/system.ts';
import { systemPrincipal } from '../../../../access/index.ts';
import { type Consumer, sql, type Work } from '../../../../store/index.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import { openCase } from '../../case/open-case.ts';
import type { CaseChanged } from '../../case/tell-change.ts';
import type { FlowTables } from '../../tables.ts';
import { answerWait } from './fire-waits.ts';
import type { FlowCall, FlowSent } from './play-graph-step.ts';

export interface Message {
  readonly kind: 'message' | 'signal';
  readonly name: string;
  /** Which case a message is for; a signal is for all that wait. */
  readonly key: string | null;
  /** Fields that it sets on the case. */
  readonly values?: Readonly<Record<string, unknown>>;
}

type Waiting = { readonly case_id: string; readonly id: string; readonly type: string };

const mostAtOnce = 1000;

/** Types whose process starts with this message open a case by it. */
async function startByMessage(engine: FlowEngine, message: Message): Promise<number> {
  let started = 0;
  for (const kind of engine.kinds.all()) {
    const nodes = Object.entries(findModel(kind.process)?.nodes ?? {});
    for (const [id, node] of nodes) {
      const on = node.kind === 'start' ? node.on : undefined;
      const matches =
        (on?.kind === 'message' && message.kind === 'message' && on.message === message.name) ||
        (on?.kind === 'signal' && message.kind === 'signal' && on.signal === message.name);
      if (!matches) continue;
      await openCase(engine, systemPrincipal, kind, { values: (message.values ?? {}) as never, stage: id });
      started += 1;
    }
  }
  return started;
}

/** Returns how many cases went on or were started. */
export async function deliver(engine: FlowEngine, message: Message): Promise<number> {
  const { db } = engine.store;
  const found =
    await sql<Waiting>`select case_id, id, type from flow_wait where kind = ${message.kind} and name = ${message.name}
    and (${message.kind} = 'signal' or key is not distinct from ${message.key}) order by case_id limit ${mostAtOnce}`.execute(
      db,
    );
  let reached = 0;
  for (const one of found.rows) {
    const kind = engine.kinds.find(one.type);
    if (kind === undefined) continue;
    const refused = await answerWait(engine, kind, one, {
      action: 'engine.fire',
      values: message.values ?? {},
    });
    if (refused === undefined) reached += 1;
  }
  return reached + (await startByMessage(engine, message));
}

/** Opens the called case in the consumer's own transaction, so that it is opened once; what cannot be opened is an incident of the caller. */
async function openCalled(engine: FlowEngine, call: FlowCall, work: Work): Promise<void> {
  const caller = engine.kinds.find(call.type);
  if (caller === undefined) return;
  const kind = engine.kinds.find(call.calls);
  const row = await caller.rows.trusted.find(work.db, call.id);
  const initiator = (row as Readonly<Record<string, unknown>> | undefined)?.['initiator'];
  try {
    if (kind === undefined) throw new CityError('flow.noCase', 'conflict', `没有案件类型“${call.calls}”`);
    const who = typeof initiator === 'string' ? { initiator } : {};
    const opened = await openCase(
      engine,
      systemPrincipal,
      kind,
      { id: newId(), values: call.values as never, ...who },
      work,
    );
    const child = opened as unknown as { readonly id: string; readonly number: string };
    await work.db
      .withTables<FlowTables>()
      .insertInto('flow_link')
      .values({
        case_id: call.id,
        other_id: child.id,
        type: call.calls,
        kind: 'called',
        number: call.number,
        other_number: child.number,
        follower: null,
        at: work.now.toISOString(),
        wait: call.wait,
      })
      .execute();
  } catch (problem) {
    if (!(problem instanceof CityError)) throw problem;
    work.afterCommit(() => {
      void answerWait(
        engine,
        caller,
        { case_id: call.id, id: call.wait },
        { action: 'engine.fail', error: problem.code, opinion: problem.message },
      );
    });
  }
}

/** Cases that waited for one of these go on. */
async function returnCalled(engine: FlowEngine, closed: readonly CaseChanged[]): Promise<void> {
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

async function returnOne(engine: FlowEngine, link: FlowTables['flow_link']): Promise<void> {
  const { db } = engine.store;
  const waiting = await sql<Waiting>`select case_id, id, type from flow_wait
    where case_id = ${link.case_id}::uuid and id = ${link.wait} and kind = 'call'`.execute(db);
  const [wait] = waiting.rows;
  const caller = wait === undefined ? undefined : engine.kinds.find(wait.type);
  const child = engine.kinds.find(link.type);
  if (wait === undefined || caller === undefined || child === undefined) return;
  const row = (await child.rows.trusted.find(db, link.other_id)) as
    | Readonly<Record<string, unknown>>
    | undefined;
  const above = (await caller.rows.trusted.find(db, link.case_id)) as
    | Readonly<Record<string, unknown>>
    | undefined;
  const state = await db
    .withTables<FlowTables>()
    .selectFrom('flow_tokens')
    .select('state')
    .where('case_id', '=', link.case_id)
    .executeTakeFirst();
  const process = await engine.definitions.of(caller, Number(above?.['processVersion'] ?? 0));
  const node = findModel(process)?.nodes[state?.state.waits[wait.id]?.node ?? ''];
  const takes = node?.kind === 'call' ? (node.takes ?? {}) : {};
  const values = Object.entries(takes).map(
    ([field, expression]) => [field, engine.evaluate(expression, row ?? {})] as const,
  );
  await answerWait(engine, caller, wait, { action: 'engine.fire', values: Object.fromEntries(values) });
}

/** Each event at least once: firing is idempotent, because what was waited for is waited for no more. */
export function graphConsumer(engine: () => FlowEngine): Consumer {
  return {
    name: 'flow.graphs',
    on: ['flow.sent', 'flow.call', 'case.changed'],
    batch: 200,
    async run(events: readonly Delivered[], work) {
      const closed = events.flatMap((event) => {
        const change = event.payload as CaseChanged;
        return event.name === 'case.changed' && change.status === 'closed' ? [change] : [];
      });
      const sent = events.flatMap((event) => (event.name === 'flow.sent' ? [event.payload as FlowSent] : []));
      for (const event of events)
        if (event.name === 'flow.call') await openCalled(engine(), event.payload as FlowCall, work);
      await returnCalled(engine(), closed);
      for (const message of sent) await deliver(engine(), message);
    },
  };
}

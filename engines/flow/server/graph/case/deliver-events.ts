/** Brings messages, signals and closed called cases to the cases that wait for them. */
import { findModel } from '../../../../../kernel/graph-process.ts';
import type { Delivered } from '../../../../../kernel/system.ts';
import { systemPrincipal } from '../../../../access/index.ts';
import { type Consumer, sql } from '../../../../store/index.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import { openCase } from '../../case/open-case.ts';
import type { CaseChanged } from '../../case/tell-change.ts';
import { endCalled, openCalled, returnCalled } from './called-cases.ts';
import { answerWait } from './fire-waits.ts';
import type { FlowCall, FlowSent, FlowUncalled } from './play-graph-step.ts';

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

/** Each event at least once: firing is idempotent, because what was waited for is waited for no more. */
export function graphConsumer(engine: () => FlowEngine): Consumer {
  return {
    name: 'flow.graphs',
    on: ['flow.sent', 'flow.call', 'flow.uncalled', 'case.changed'],
    batch: 200,
    async run(events: readonly Delivered[], work) {
      const closed = events.flatMap((event) => {
        const change = event.payload as CaseChanged;
        return event.name === 'case.changed' && change.status === 'closed' ? [change] : [];
      });
      const sent = events.flatMap((event) => (event.name === 'flow.sent' ? [event.payload as FlowSent] : []));
      for (const event of events)
        if (event.name === 'flow.uncalled') await endCalled(engine(), event.payload as FlowUncalled);
      await returnCalled(engine(), closed);
      for (const message of sent) await deliver(engine(), message);
      // Last, because what is opened here holds its locks until all of this is written down.
      for (const event of events)
        if (event.name === 'flow.call') await openCalled(engine(), event.payload as FlowCall, work);
    },
  };
}

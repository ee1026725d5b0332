/** Brings messages, signals and closed called cases to the cases that wait for them. */
import type { Delivered } from '../../../../../kernel/system.ts';
import { type Consumer, sql } from '../../../../store/index.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import type { CaseChanged } from '../../case/tell-change.ts';
import { endCalled, openCalled, returnCalled } from './called-cases.ts';
import { fire } from './fire-waits.ts';
import type { FlowCall, FlowSent, FlowUncalled } from './play-graph-step.ts';
import { type Message, startByMessage } from './start-events.ts';

type Waiting = { readonly case_id: string; readonly id: string; readonly type: string };

const page = 1000;
const beforeAll: Waiting = { case_id: '00000000-0000-0000-0000-000000000000', id: '', type: '' };

/** Those that wait, behind the one last seen: events that interrupt nothing are waited for further on. */
async function findWaiting(
  { store }: FlowEngine,
  { kind, name, key }: Message,
  after: Waiting,
): Promise<readonly Waiting[]> {
  const found =
    await sql<Waiting>`select case_id, id, type from flow_wait where kind = ${kind} and name = ${name}
    and (${kind} = 'signal' or key is not distinct from ${key}) and (case_id, id) > (${after.case_id}::uuid, ${after.id})
    order by case_id, id limit ${page}`.execute(store.db);
  return found.rows;
}

async function reachWaiting(
  engine: FlowEngine,
  message: Message,
  event: string | undefined,
): Promise<number> {
  let reached = 0;
  let last = beforeAll;
  for (;;) {
    const found = await findWaiting(engine, message, last);
    for (const one of found) {
      const kind = engine.kinds.find(one.type);
      if (kind === undefined) continue;
      // The name of the event keeps one that comes again from being heard twice by what does not end with it.
      const requestKey = event === undefined ? undefined : `${event}:${one.id}`;
      if (await fire(engine, kind, one, message.values ?? {}, requestKey)) reached += 1;
    }
    last = found.at(-1) ?? last;
    if (found.length < page) return reached;
  }
}

/**
 * Returns how many cases went on or were started. `event` names what came: the same again changes nothing. Without it the caller is told, by
 * the first refusal, that a case could not be opened; everybody else was reached all the same.
 */
export async function deliver(engine: FlowEngine, message: Message, event?: string): Promise<number> {
  const reached = await reachWaiting(engine, message, event);
  const { started, refused } = await startByMessage(engine, message, event);
  const [first] = refused;
  if (first !== undefined && event === undefined) throw first;
  return reached + started;
}

/** Each event at least once: whatever is done for it is done in transactions of its own, and doing it again changes nothing. */
export function graphConsumer(engine: () => FlowEngine): Consumer {
  return {
    name: 'flow.graphs',
    on: ['flow.sent', 'flow.call', 'flow.uncalled', 'case.changed'],
    batch: 200,
    async run(events: readonly Delivered[]) {
      const closed = events.flatMap((event) => {
        const change = event.payload as CaseChanged;
        return event.name === 'case.changed' && change.status === 'closed' ? [change] : [];
      });
      for (const event of events)
        if (event.name === 'flow.uncalled') await endCalled(engine(), event.payload as FlowUncalled);
      await returnCalled(engine(), closed);
      for (const event of events) {
        if (event.name === 'flow.sent')
          await deliver(engine(), event.payload as FlowSent, `event ${event.position}`);
        if (event.name === 'flow.call') await openCalled(engine(), event.payload as FlowCall);
      }
    },
  };
}

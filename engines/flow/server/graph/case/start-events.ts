/** Cases that nobody opens by hand: begun by a message or signal, or when the time of a start event has come. */
import { CityError } from '../../../../../kernel/errors.ts';
import { findModel } from '../../../../../kernel/graph-process.ts';
import { systemPrincipal } from '../../../../access/index.ts';
import type { CaseKind } from '../../case/case-kinds.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import { idFrom } from '../../case/id-from.ts';
import { openCase } from '../../case/open-case.ts';
import { kindInForce } from '../../definition/kind-in-force.ts';
import { type StartTrigger, triggeredStarts } from '../triggered-starts.ts';

export interface Message {
  readonly kind: 'message' | 'signal';
  readonly name: string;
  /** Which case a message is for; a signal is for all that wait. */
  readonly key: string | null;
  /** Fields that it sets on the case. */
  readonly values?: Readonly<Record<string, unknown>>;
}

function isBegunBy(on: StartTrigger, { kind, name }: Message): boolean {
  if (on.kind === 'message') return kind === 'message' && on.message === name;
  return on.kind === 'signal' && kind === 'signal' && on.signal === name;
}

/** What begins by itself bears the name of its start event, unless it brings one. */
export function nameOfStart({ process }: CaseKind, node: string): string {
  const model = findModel(process);
  return model?.nodes[node]?.title || (model?.title ?? '');
}

/** Nobody sits in front of a case that an event should have opened: those who administer the process are told. */
export async function tellNotOpened(
  { store, messages }: FlowEngine,
  { id, system, declaration, process }: CaseKind,
  what: { readonly why: string; readonly once: string },
): Promise<void> {
  const model = findModel(process);
  const permission = model?.allow.administer ?? process.allow.terminate ?? process.allow.open;
  await store.transaction(async (work) =>
    messages?.send(work, {
      to: { permission: `${system}:${permission}` },
      kind: 'notice',
      title: `${declaration.title}没有自动发起`,
      body: what.why,
      link: `/flow/processes/${id}`,
      once: what.once,
    }),
  );
}

/** By the process in force; `event` names what came, so that the same opens one case however often it comes. A refusal is given back, not thrown. */
export async function startByMessage(
  engine: FlowEngine,
  message: Message,
  event: string | undefined,
): Promise<{ readonly started: number; readonly refused: readonly CityError[] }> {
  let started = 0;
  const refused: CityError[] = [];
  for (const declared of engine.kinds.all()) {
    const kind = await kindInForce(engine.definitions, declared);
    for (const [stage, on] of triggeredStarts(kind.process)) {
      if (!isBegunBy(on, message)) continue;
      const id = event === undefined ? {} : { id: idFrom(event, kind.id, stage) };
      try {
        const title = { [kind.declaration.titleField]: nameOfStart(kind, stage) };
        const values = { ...title, ...message.values } as never;
        await openCase(engine, systemPrincipal, kind, { ...id, values, stage });
        started += 1;
      } catch (problem) {
        if (!(problem instanceof CityError)) throw problem;
        refused.push(problem);
        const why = problem.problems[0]?.message ?? problem.message;
        await tellNotOpened(engine, kind, { why, once: `flow.start:${event ?? message.name}:${kind.id}` });
      }
    }
  }
  return { started, refused };
}

/** What dispute, delay and suspend have in common: the holder asks with a reason, somebody else decides, the clock runs meanwhile. */
import type { CaseProcess } from '../../../../kernel/case.ts';
import type { CityError } from '../../../../kernel/errors.ts';
import type { TimeLimit } from '../../../../kernel/working-time.ts';
import { flowErrors } from '../../contract.ts';
import { counted, entryOf } from '../step/build-step.ts';
import { ifAsked, unlessHeld, unlessOffered, unlessOpen, unlessOpinion } from '../step/refusals.ts';
import type { CaseState, Command, Decided, Facts, Powers, RequestKind } from '../step/types.ts';

export const requestTitles: Readonly<Record<RequestKind, string>> = {
  dispute: '申诉',
  delay: '延期',
  suspend: '挂起',
};

export function refusesAsking(
  process: CaseProcess,
  state: CaseState,
  powers: Powers,
  kind: RequestKind,
): CityError | undefined {
  const title = requestTitles[kind];
  const refused =
    unlessOpen(state) ?? unlessOffered(process, state, kind, title) ?? unlessHeld(powers) ?? ifAsked(state);
  if (refused !== undefined) return refused;
  if (process.requests?.[kind] !== undefined) return undefined;
  return flowErrors.notOffered({ stage: process.stages[state.row.stage ?? '']?.title ?? '', title });
}

export function ask(
  process: CaseProcess,
  state: CaseState,
  command: Command,
  facts: Facts,
  asked: { readonly kind: RequestKind; readonly limit: TimeLimit | null },
): Decided {
  const rule = process.requests?.[asked.kind];
  const refused = refusesAsking(process, state, command.powers, asked.kind) ?? unlessOpinion(command);
  if (refused !== undefined) return refused;
  const title = `申请${rule?.title ?? requestTitles[asked.kind]}`;
  return {
    fields: counted(process, state, `verb.${asked.kind}`, facts),
    asks: asked,
    entry: entryOf(state, command, title),
    notices:
      rule === undefined
        ? []
        : [{ to: 'decider', kind: 'notice', title, body: '有一项申请待您审定', permission: rule.decide }],
  };
}

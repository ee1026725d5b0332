/** 重新办理: a closed case stands again in the stage that its outcome names; limits start afresh. */
import type { CaseProcess } from '../../../../kernel/case.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { flowErrors } from '../../contract.ts';
import { assigneeOf, moveTo } from '../step/build-step.ts';
import { unlessOpinion } from '../step/refusals.ts';
import type { CaseState, VerbRule } from '../step/types.ts';

export function reopenStage(process: CaseProcess, state: CaseState): string | undefined {
  const { outcome } = state.row;
  return outcome !== null && Object.hasOwn(process.outcomes, outcome)
    ? process.outcomes[outcome]?.reopen
    : undefined;
}

export const reopen: VerbRule = {
  title: '重新办理',
  needs: ['opinion'],
  refuses(process, state, powers) {
    const { reopen: permission } = process.allow;
    if (state.row.status !== 'closed' || reopenStage(process, state) === undefined)
      return flowErrors.notReopenable();
    return permission !== undefined && powers.may(permission) ? undefined : commonErrors.forbidden();
  },
  decide(process, state, command, facts) {
    const refused = reopen.refuses(process, state, command.powers, command.by.id) ?? unlessOpinion(command);
    const stage = reopenStage(process, state);
    if (refused !== undefined) return refused;
    if (stage === undefined) return flowErrors.notReopenable();
    const to = assigneeOf(process, state, stage, command, facts, true);
    const fields = { outcome: null, closedAt: null, closedLate: null };
    return moveTo(process, state, command, facts, {
      title: '重新办理',
      stage,
      to,
      fields,
      source: 'verb.reopen',
    });
  },
};

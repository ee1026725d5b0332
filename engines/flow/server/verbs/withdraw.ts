/** 撤回: the initiator takes his case back, in the stages where the process allows it (`withdraw`, default all). */
import type { CaseProcess } from '../../../../kernel/case.ts';
import { flowErrors } from '../../contract.ts';
import { endWith } from '../step/build-step.ts';
import { unlessRunning } from '../step/refusals.ts';
import type { VerbRule } from '../step/types.ts';

function tooLate(process: CaseProcess, stage: string): boolean {
  return process.withdraw !== undefined && !process.withdraw.includes(stage);
}

export const withdraw: VerbRule = {
  title: '撤回',
  needs: [],
  negative: true,
  refuses(process, state, powers) {
    const refused = unlessRunning(state);
    if (refused !== undefined) return refused;
    if (!powers.opened) return flowErrors.notInitiator();
    const stage = state.row.stage ?? '';
    return tooLate(process, stage)
      ? flowErrors.tooLateToWithdraw({ stage: process.stages[stage]?.title ?? '' })
      : undefined;
  },
  decide(process, state, command, facts) {
    const refused = withdraw.refuses(process, state, command.powers, command.by.id);
    if (refused !== undefined) return refused;
    return endWith(process, state, command, facts, {
      title: '撤回',
      outcome: 'withdrawn',
      source: 'verb.withdraw',
    });
  },
};

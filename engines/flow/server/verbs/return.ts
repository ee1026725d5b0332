/** 退回: sends the case back to an earlier stage, to whoever did it there, with a reason. */
import type { CaseProcess } from '../../../../kernel/case.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { assigneeOf, counted, moveTo } from '../step/build-step.ts';
import { unlessHeld, unlessOffered, unlessOpen, unlessOpinion } from '../step/refusals.ts';
import type { CaseState, VerbRule } from '../step/types.ts';
import { flowErrors } from '../../contract.ts';

/** Where the present stage may go back to: as declared, or every stage the case has been in. */
export function returnStages(process: CaseProcess, state: CaseState): readonly string[] {
  const here = state.row.stage ?? '';
  const declared = process.stages[here]?.returnTo;
  const stages = declared ?? [...new Set(state.visits.map((visit) => visit.stage))];
  return stages.filter((stage) => stage !== here && Object.hasOwn(process.stages, stage));
}

export const returnBack: VerbRule = {
  title: '退回',
  needs: ['opinion', 'stage'],
  negative: true,
  refuses(process, state, powers) {
    const refused =
      unlessOpen(state) ?? unlessOffered(process, state, 'return', '退回') ?? unlessHeld(powers);
    if (refused !== undefined) return refused;
    return returnStages(process, state).length === 0 ? flowErrors.nowhereToReturn() : undefined;
  },
  decide(process, state, command, facts) {
    const refused =
      returnBack.refuses(process, state, command.powers, command.by.id) ?? unlessOpinion(command);
    if (refused !== undefined) return refused;
    const stages = returnStages(process, state);
    const stage = command.target.stage ?? (stages.length === 1 ? stages[0] : undefined);
    if (stage === undefined || !stages.includes(stage))
      return commonErrors.invalid({}, [{ path: 'target.stage', message: '请选择退回到的环节' }]);
    const to = assigneeOf(process, state, stage, command, facts, true);
    const step = moveTo(process, state, command, facts, { title: '退回', stage, to, source: 'verb.return' });
    // A mark of the stage that it leaves ('handle.return') may be wished for as well.
    if (step instanceof Error) return step;
    return {
      ...step,
      fields: { ...step.fields, ...counted(process, state, `${state.row.stage}.return`, facts) },
    };
  },
};

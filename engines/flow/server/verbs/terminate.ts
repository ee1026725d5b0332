/** 作废: ends a case that should not be, with a reason. */
import { commonErrors } from '../../../../kernel/errors.ts';
import { endWith } from '../step/build-step.ts';
import { unlessOpinion, unlessRunning } from '../step/refusals.ts';
import type { VerbRule } from '../step/types.ts';

export const terminate: VerbRule = {
  title: '作废',
  needs: ['opinion'],
  negative: true,
  refuses(process, state, powers) {
    const refused = unlessRunning(state);
    if (refused !== undefined) return refused;
    const { terminate: permission } = process.allow;
    if (permission !== undefined && powers.may(permission)) return undefined;
    const offered = process.stages[state.row.stage ?? '']?.verbs?.includes('terminate') ?? false;
    return offered && powers.holds ? undefined : commonErrors.forbidden();
  },
  decide(process, state, command, facts) {
    const refused =
      terminate.refuses(process, state, command.powers, command.by.id) ?? unlessOpinion(command);
    if (refused !== undefined) return refused;
    return endWith(process, state, command, facts, {
      title: '作废',
      outcome: 'terminated',
      source: 'verb.terminate',
    });
  },
};

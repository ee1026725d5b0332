/** 补充说明: a remark in the timeline by anybody who may see the case; it moves nothing. */
import { commonErrors } from '../../../../kernel/errors.ts';
import { entryOf } from '../step/build-step.ts';
import { unlessOpinion } from '../step/refusals.ts';
import type { VerbRule } from '../step/types.ts';

export const comment: VerbRule = {
  title: '补充说明',
  needs: ['opinion'],
  refuses(_process, _state, powers) {
    return powers.sees || powers.holds ? undefined : commonErrors.forbidden();
  },
  decide(process, state, command) {
    const refused = comment.refuses(process, state, command.powers, command.by.id) ?? unlessOpinion(command);
    return refused ?? { fields: {}, entry: entryOf(state, command, '补充说明'), notices: [] };
  },
};

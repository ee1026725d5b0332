/** 延期: asks for more time; granted, the dues move on from the old dues by what was asked. */
import { commonErrors } from '../../../../kernel/errors.ts';
import { flowErrors } from '../../contract.ts';
import type { VerbRule } from '../step/types.ts';
import { ask, refusesAsking } from './ask.ts';

export const delay: VerbRule = {
  title: '延期',
  needs: ['opinion', 'limit'],
  refuses(process, state, powers) {
    const refused = refusesAsking(process, state, powers, 'delay');
    if (refused !== undefined) return refused;
    return state.item?.dueAt === null ? flowErrors.noLimit() : undefined;
  },
  decide(process, state, command, facts) {
    const refused = delay.refuses(process, state, command.powers, command.by.id);
    if (refused !== undefined) return refused;
    const { limit } = command.target;
    if (limit === undefined || !(limit.amount > 0) || limit.amount > 1000)
      return commonErrors.invalid({}, [{ path: 'target.limit', message: '请填写申请延长的时限' }]);
    return ask(process, state, command, facts, { kind: 'delay', limit });
  },
};

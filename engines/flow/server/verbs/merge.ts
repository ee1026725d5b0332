/** 并案: this case ends in another open case of its type, which takes over its photos and its initiator's interest. */
import { commonErrors } from '../../../../kernel/errors.ts';
import { flowErrors } from '../../contract.ts';
import { endWith } from '../step/build-step.ts';
import { unlessHeld, unlessOffered, unlessOpen } from '../step/refusals.ts';
import type { VerbRule } from '../step/types.ts';

export const merge: VerbRule = {
  title: '并案',
  needs: ['case'],
  refuses(process, state, powers) {
    const refused = unlessOpen(state) ?? unlessOffered(process, state, 'merge', '并案');
    if (refused !== undefined) return refused;
    const { merge: permission } = process.allow;
    return permission !== undefined && powers.may(permission) ? undefined : unlessHeld(powers);
  },
  decide(process, state, command, facts) {
    const refused = merge.refuses(process, state, command.powers, command.by.id);
    if (refused !== undefined) return refused;
    const { target } = facts;
    if (target === undefined || !target.allowed)
      return commonErrors.invalid({}, [{ path: 'target.caseId', message: '没有找到要并入的案件' }]);
    if (target.id === state.row.id)
      return commonErrors.invalid({}, [{ path: 'target.caseId', message: '不能并入自身' }]);
    if (target.status === 'closed') return flowErrors.closed({ number: target.number });
    const fields = { mergedInto: target.id };
    const step = endWith(process, state, command, facts, {
      title: `并入 ${target.number}`,
      outcome: 'merged',
      fields,
      source: 'verb.merge',
    });
    return { ...step, mergesInto: target.id };
  },
};

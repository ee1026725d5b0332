/** 申诉 (改派异议): the unit says 'not ours'; granted, the case goes back to where it was assigned. */
import { flowErrors } from '../../contract.ts';
import type { VerbRule } from '../step/types.ts';
import { ask, refusesAsking } from './ask.ts';

export const dispute: VerbRule = {
  title: '申诉',
  needs: ['opinion'],
  negative: true,
  refuses(process, state, powers) {
    const refused = refusesAsking(process, state, powers, 'dispute');
    if (refused !== undefined) return refused;
    const unit = state.item?.unit ?? null;
    if (unit === null) return flowErrors.notOffered({ stage: '', title: '申诉' });
    return state.refusedUnits.includes(unit) ? flowErrors.disputedBefore() : undefined;
  },
  decide(process, state, command, facts) {
    const refused = dispute.refuses(process, state, command.powers, command.by.id);
    return refused ?? ask(process, state, command, facts, { kind: 'dispute', limit: null });
  },
};

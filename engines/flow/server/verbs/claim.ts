/** 签收: takes a work item that several people could do, so that the others know. */
import { flowErrors } from '../../contract.ts';
import { entryOf } from '../step/build-step.ts';
import { unlessHeld, unlessOffered, unlessOpen } from '../step/refusals.ts';
import type { VerbRule } from '../step/types.ts';

export const claim: VerbRule = {
  title: '签收',
  needs: [],
  refuses(process, state, powers) {
    const { item } = state;
    const refused = unlessOpen(state) ?? unlessOffered(process, state, 'claim', '签收') ?? unlessHeld(powers);
    if (refused !== undefined) return refused;
    // An item that names its person needs no claim.
    return item?.claimedBy != null || item?.person != null ? flowErrors.alreadyClaimed() : undefined;
  },
  decide(process, state, command, facts) {
    const refused = claim.refuses(process, state, command.powers, command.by.id);
    if (refused !== undefined) return refused;
    return {
      fields: {},
      changes: { claimedBy: command.by.id, claimedAt: facts.now.toISOString() },
      entry: entryOf(state, command, '签收'),
      notices: [],
    };
  },
};

/** 催办: the initiator, or whoever may, asks the holder to hurry; not more often than the setting says. */
import { commonErrors } from '../../../../kernel/errors.ts';
import { flowErrors } from '../../contract.ts';
import { counted, entryOf } from '../step/build-step.ts';
import { unlessOpen } from '../step/refusals.ts';
import type { VerbRule } from '../step/types.ts';

export const urge: VerbRule = {
  title: '催办',
  needs: [],
  refuses(process, state, powers) {
    const refused = unlessOpen(state);
    if (refused !== undefined) return refused;
    const { urge: permission } = process.allow;
    if (powers.opened || (permission !== undefined && powers.may(permission))) return undefined;
    return commonErrors.forbidden();
  },
  decide(process, state, command, facts) {
    const refused = urge.refuses(process, state, command.powers, command.by.id);
    if (refused !== undefined) return refused;
    const last = state.item?.urgedAt ?? null;
    const wait = facts.urgeMinutes * 60_000;
    if (last !== null && facts.now.getTime() - new Date(last).getTime() < wait)
      return flowErrors.urgedLately({ minutes: facts.urgeMinutes });
    return {
      fields: { urged: (state.row.urged ?? 0) + 1, ...counted(process, state, 'verb.urge', facts) },
      changes: { urged: true, urgedAt: facts.now.toISOString() },
      entry: entryOf(state, command, '催办'),
      notices: [{ to: 'holder', kind: 'urge', title: '催办', body: command.opinion ?? '请尽快办理' }],
    };
  },
};

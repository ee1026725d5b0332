/** 督办: puts a case under supervision, with a reason that its holder reads. */
import { commonErrors } from '../../../../kernel/errors.ts';
import { counted, entryOf } from '../step/build-step.ts';
import { unlessOpinion, unlessRunning } from '../step/refusals.ts';
import type { VerbRule } from '../step/types.ts';

export const supervise: VerbRule = {
  title: '督办',
  needs: ['opinion'],
  refuses(process, state, powers) {
    const { supervise: permission } = process.allow;
    const refused = unlessRunning(state);
    if (refused !== undefined) return refused;
    return permission !== undefined && powers.may(permission) ? undefined : commonErrors.forbidden();
  },
  decide(process, state, command, facts) {
    const refused =
      supervise.refuses(process, state, command.powers, command.by.id) ?? unlessOpinion(command);
    if (refused !== undefined) return refused;
    return {
      fields: { supervised: true, ...counted(process, state, 'verb.supervise', facts) },
      changes: { supervised: true },
      entry: entryOf(state, command, '督办'),
      notices: [{ to: 'holder', kind: 'supervise', title: '督办', body: command.opinion ?? '' }],
    };
  },
};

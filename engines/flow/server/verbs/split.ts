/** 拆分: this case ends as two or more new ones that stand where it stood, keep its start and due, and name it as their origin. */
import { commonErrors } from '../../../../kernel/errors.ts';
import { endWith } from '../step/build-step.ts';
import { unlessHeld, unlessOffered, unlessOpen } from '../step/refusals.ts';
import type { VerbRule } from '../step/types.ts';

const mostParts = 20;

export const split: VerbRule = {
  title: '拆分',
  needs: ['parts'],
  refuses(process, state, powers) {
    return unlessOpen(state) ?? unlessOffered(process, state, 'split', '拆分') ?? unlessHeld(powers);
  },
  decide(process, state, command, facts) {
    const refused = split.refuses(process, state, command.powers, command.by.id);
    if (refused !== undefined) return refused;
    const parts = command.target.parts ?? [];
    if (parts.length < 2 || parts.length > mostParts)
      return commonErrors.invalid({}, [{ path: 'target.parts', message: `请拆成 2 到 ${mostParts} 件` }]);
    const step = endWith(process, state, command, facts, {
      title: `拆分为 ${parts.length} 件`,
      outcome: 'split',
      source: 'verb.split',
    });
    return { ...step, children: parts, notices: [] };
  },
};

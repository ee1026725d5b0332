/** 恢复: the clock of a suspended case runs again; what was left is left again. */
import { flowErrors } from '../../contract.ts';
import { counted, entryOf } from '../step/build-step.ts';
import { dueAfter, unitOf, yellowFrom } from '../step/clock.ts';
import { unlessHeld, unlessRunning } from '../step/refusals.ts';
import type { VerbRule } from '../step/types.ts';
import { elapsed } from '../../../../kernel/working-time.ts';

export const resume: VerbRule = {
  title: '恢复',
  needs: [],
  refuses(process, state, powers) {
    const refused = unlessRunning(state);
    if (refused !== undefined) return refused;
    if (state.row.status !== 'suspended') return flowErrors.notSuspended();
    const decider = process.requests?.suspend?.decide;
    return decider !== undefined && powers.may(decider) ? undefined : unlessHeld(powers);
  },
  decide(process, state, command, facts) {
    const refused = resume.refuses(process, state, command.powers, command.by.id);
    if (refused !== undefined) return refused;
    const { item, row } = state;
    if (item === undefined || row.suspendedAt === null) return flowErrors.notSuspended();
    const since = row.suspendedAt;
    const dueAt = dueAfter(facts, row.dueAt, since, item.wholeLimit);
    const stageDueAt = dueAfter(facts, row.stageDueAt, since, item.limit);
    const itemDue = stageDueAt ?? dueAt;
    const stood = elapsed(facts.calendar, new Date(since), facts.now, unitOf(item.limit));
    return {
      fields: {
        status: 'open',
        suspendedAt: null,
        dueAt,
        stageDueAt,
        ...counted(process, state, 'verb.resume', facts),
      },
      changes: {
        suspended: false,
        dueAt: itemDue,
        yellowAt: yellowFrom(facts.calendar, facts.now, itemDue, item.limit ?? item.wholeLimit, facts.lights),
        paused: item.paused + Math.max(0, stood),
      },
      entry: entryOf(state, command, '恢复'),
      notices: [],
    };
  },
};

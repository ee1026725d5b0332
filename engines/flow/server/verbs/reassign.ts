/** 转办: hands the work item to another unit or person of the same stage; the clock runs on. */
import { commonErrors } from '../../../../kernel/errors.ts';
import { flowErrors } from '../../contract.ts';
import { closing, counted, entryOf, stageOf } from '../step/build-step.ts';
import { unlessHeld, unlessOffered, unlessOpen } from '../step/refusals.ts';
import type { VerbRule } from '../step/types.ts';

export const reassign: VerbRule = {
  title: '转办',
  needs: ['unit-or-person'],
  refuses(process, state, powers) {
    const refused = unlessOpen(state) ?? unlessOffered(process, state, 'reassign', '转办');
    if (refused !== undefined) return refused;
    const { supervise } = process.allow;
    // Whoever may supervise also frees an item whose holder is away.
    const over = supervise !== undefined && powers.may(supervise);
    if (!over && !powers.holds) return unlessHeld(powers);
    const { kind } = stageOf(process, state.row.stage ?? '').candidate;
    return kind === 'initiator' ? flowErrors.notOffered({ stage: '', title: '转办' }) : undefined;
  },
  decide(process, state, command, facts) {
    const refused = reassign.refuses(process, state, command.powers, command.by.id);
    if (refused !== undefined) return refused;
    const { item } = state;
    const closes = closing(state, command.action, facts);
    if (item === undefined || closes === undefined) return flowErrors.notHolder();
    const byUnit = stageOf(process, item.stage).candidate.kind === 'unit';
    if (command.unit === null && command.person === null)
      return commonErrors.invalid({}, [{ path: 'unit', message: '请选择转办的单位或人员' }]);
    if (!byUnit && command.unit !== null)
      return commonErrors.invalid({}, [{ path: 'unit', message: '此环节不按单位办理,请选择人员' }]);
    const unit = byUnit ? (command.unit ?? item.unit) : null;
    if (unit === item.unit && command.person === (item.claimedBy ?? item.person))
      return commonErrors.invalid({}, [{ path: 'unit', message: '已由该单位或人员办理,无需转办' }]);
    if (facts.reachable !== true)
      return flowErrors.outOfReach({}, [
        { path: command.person === null ? 'unit' : 'person', message: '不在您可转办的范围内' },
      ]);
    return {
      fields: {
        unit,
        ...(state.row.leadUnit === item.unit ? { leadUnit: unit } : {}),
        ...counted(process, state, 'verb.reassign', facts),
      },
      closes,
      opens: {
        stage: item.stage,
        unit,
        person: command.person,
        limit: item.limit,
        wholeLimit: item.wholeLimit,
        dueAt: item.dueAt,
        yellowAt: item.yellowAt,
      },
      entry: { ...entryOf(state, command, '转办'), took: closes.took, late: closes.late },
      notices: [],
    };
  },
};

/** 审定: grants or refuses what the holder asked (申诉, 延期, 挂起). */
import type { CaseProcess } from '../../../../kernel/case.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { flowErrors } from '../../contract.ts';
import { assigneeOf, counted, entryOf, moveTo } from '../step/build-step.ts';
import { dueAfter, dueExtended, yellowFrom } from '../step/clock.ts';
import { unlessOpinion, unlessRunning } from '../step/refusals.ts';
import type { CaseState, Command, Decided, Facts, OpenRequest, Step, VerbRule } from '../step/types.ts';
import { requestTitles } from './ask.ts';

type Granting = (
  process: CaseProcess,
  state: CaseState,
  command: Command,
  facts: Facts,
  request: OpenRequest,
) => Decided;

/** Back to where it was assigned; the time it lay with the wrong unit is given back to the whole case. */
function grantDispute(process: CaseProcess, state: CaseState, command: Command, facts: Facts): Decided {
  const { item, row } = state;
  const stage = process.requests?.dispute?.grantedTo ?? process.start[0];
  if (item === undefined || stage === undefined) return flowErrors.requestGone();
  const dueAt = dueAfter(facts, row.dueAt, item.createdAt, item.wholeLimit);
  // The wrong unit no longer leads the case.
  const given: CaseState = { ...state, row: { ...row, dueAt, leadUnit: null } };
  const unasked = { unit: command.unit, person: command.person };
  const to = assigneeOf(process, given, stage, unasked, facts, true);
  const fields = { leadUnit: null };
  return moveTo(process, given, command, facts, { title: '', stage, to, fields, source: 'grant.dispute' });
}

function grantDelay(
  process: CaseProcess,
  state: CaseState,
  command: Command,
  facts: Facts,
  request: OpenRequest,
): Decided {
  const { item, row } = state;
  if (item === undefined || request.limit === null) return flowErrors.requestGone();
  const dueAt = dueExtended(facts, row.dueAt, request.limit);
  const stageDueAt = dueExtended(facts, row.stageDueAt, request.limit);
  const itemDue = stageDueAt ?? dueAt;
  const yellowAt = yellowFrom(
    facts.calendar,
    facts.now,
    itemDue,
    item.limit ?? item.wholeLimit,
    facts.lights,
  );
  return {
    fields: { dueAt, stageDueAt, ...counted(process, state, 'grant.delay', facts) },
    changes: { dueAt: itemDue, yellowAt },
    entry: entryOf(state, command, ''),
    notices: [],
  };
}

function grantSuspend(process: CaseProcess, state: CaseState, command: Command, facts: Facts): Decided {
  return {
    fields: {
      status: 'suspended',
      suspendedAt: facts.now.toISOString(),
      ...counted(process, state, 'grant.suspend', facts),
    },
    changes: { suspended: true },
    entry: entryOf(state, command, ''),
    notices: [],
  };
}

const granting = {
  dispute: grantDispute,
  delay: grantDelay,
  suspend: grantSuspend,
} as const satisfies Record<string, Granting>;

function refuseRequest(
  process: CaseProcess,
  state: CaseState,
  command: Command,
  facts: Facts,
  request: OpenRequest,
): Decided {
  return (
    unlessOpinion(command) ?? {
      fields: counted(process, state, `refuse.${request.kind}`, facts),
      entry: entryOf(state, command, ''),
      notices: [],
    }
  );
}

function answered(step: Step, request: OpenRequest, granted: boolean): Step {
  const title = `${granted ? '同意' : '不同意'}${requestTitles[request.kind]}`;
  return {
    ...step,
    decides: { id: request.id, granted },
    entry: { ...step.entry, title },
    notices: [
      ...step.notices,
      { to: 'asker', kind: 'result', title, body: `您的${requestTitles[request.kind]}申请已审定:${title}` },
    ],
  };
}

export const decideRequest: VerbRule = {
  title: '审定申请',
  needs: ['verdict', 'opinion'],
  refuses(process, state, powers, by) {
    const refused = unlessRunning(state);
    if (refused !== undefined) return refused;
    const [request] = state.requests;
    if (request === undefined) return flowErrors.requestGone();
    const rule = process.requests?.[request.kind];
    if (rule === undefined || !powers.may(rule.decide)) return commonErrors.forbidden();
    return request.askedBy === by ? flowErrors.ownRequest() : undefined;
  },
  decide(process, state, command, facts) {
    const { requestId, granted } = command.target;
    const request = state.requests.find((each) => each.id === requestId);
    const refused = decideRequest.refuses(process, state, command.powers, command.by.id);
    if (refused !== undefined) return refused;
    if (request === undefined) return flowErrors.requestGone();
    if (granted === undefined)
      return commonErrors.invalid({}, [{ path: 'target.granted', message: '请选择同意或不同意' }]);
    const decideIt: Granting = granted ? granting[request.kind] : refuseRequest;
    const step = decideIt(process, state, command, facts, request);
    return step instanceof Error ? step : answered(step, request, granted);
  },
};

/** The refusals that many rules share; each gives the error, or undefined when the way is free. */
import type { CaseProcess, Verb } from '../../../../kernel/case.ts';
import { commonErrors, type CityError } from '../../../../kernel/errors.ts';
import { flowErrors } from '../../contract.ts';
import type { CaseState, Command, Powers } from './types.ts';

export function unlessRunning(state: CaseState): CityError | undefined {
  return state.row.status === 'closed' ? flowErrors.closed({ number: state.row.number }) : undefined;
}

/** Open, and the clock runs. */
export function unlessOpen(state: CaseState): CityError | undefined {
  if (state.row.status === 'suspended') return flowErrors.suspended({ number: state.row.number });
  return unlessRunning(state);
}

export function unlessHeld(powers: Powers): CityError | undefined {
  return powers.holds ? undefined : flowErrors.notHolder();
}

/** Does the present stage offer the verb? */
export function unlessOffered(
  process: CaseProcess,
  state: CaseState,
  verb: Verb,
  title: string,
): CityError | undefined {
  const stage = process.stages[state.row.stage ?? ''];
  return stage?.verbs?.includes(verb)
    ? undefined
    : flowErrors.notOffered({ stage: stage?.title ?? '', title });
}

export function unlessOpinion(command: Command): CityError | undefined {
  if ((command.opinion ?? '').trim() !== '') return undefined;
  return commonErrors.invalid({}, [{ path: 'opinion', message: '请填写意见或理由' }]);
}

/** One question at a time: while a request waits for its answer, no other is asked. */
export function ifAsked(state: CaseState): CityError | undefined {
  return state.requests.length > 0 ? flowErrors.requestOpen() : undefined;
}

/** The heart of the engine, without I/O: from a case, a command and what is known around it to all that changes, or a refusal. */
import type { CaseProcess } from '../../../../kernel/case.ts';
import { flowErrors } from '../../contract.ts';
import { isVerb, verbRules } from '../verbs/verb-rules.ts';
import { returnStages } from '../verbs/return.ts';
import { reopenStage } from '../verbs/reopen.ts';
import { findAction, takeAction } from './take-action.ts';
import { assigneeOf, enterStage } from './build-step.ts';
import type { CaseState, Command, Decided, Facts, NewItem } from './types.ts';

const verbPrefix = 'verb.';

function verbOf(action: string): string | undefined {
  return action.startsWith(verbPrefix) ? action.slice(verbPrefix.length) : undefined;
}

/** `extra`: values that the case type's own check completed. */
export function decideStep(
  process: CaseProcess,
  state: CaseState,
  command: Command,
  facts: Facts,
  extra: Readonly<Record<string, unknown>> = {},
): Decided {
  const verb = verbOf(command.action);
  if (verb === undefined) return takeAction(process, state, command, facts, extra);
  if (!isVerb(verb)) return flowErrors.unknownAction({ stage: '' });
  const step = verbRules[verb].decide(process, state, command, facts);
  return step instanceof Error ? step : { ...step, fields: { ...extra, ...step.fields } };
}

/** The stage that a command would enter, so that its limits and assignment can be asked for before the step is decided. */
export function findNextStage(process: CaseProcess, state: CaseState, command: Command): string | undefined {
  const verb = verbOf(command.action);
  if (verb === undefined) {
    const action = findAction(process, state, command.action);
    return action !== undefined && 'stage' in action.to ? action.to.stage : undefined;
  }
  if (verb === 'return') {
    const stages = returnStages(process, state);
    const wanted = command.target.stage ?? (stages.length === 1 ? stages[0] : undefined);
    return wanted !== undefined && stages.includes(wanted) ? wanted : undefined;
  }
  if (verb === 'reopen') return reopenStage(process, state);
  const request = state.requests.find((each) => each.id === command.target.requestId);
  if (verb === 'decide' && command.target.granted === true && request?.kind === 'dispute')
    return process.requests?.dispute?.grantedTo ?? process.start[0];
  return undefined;
}

export interface Opening {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly item: NewItem;
}

/** A new case in one of the process's starting stages; `row` is the case as it will be. */
export function decideOpening(
  process: CaseProcess,
  state: CaseState,
  stage: string,
  given: { readonly unit: string | null; readonly person: string | null },
  facts: Facts,
): Opening | ReturnType<typeof flowErrors.unitMissing> {
  const to = assigneeOf(process, state, stage, given, facts);
  if (to === undefined) return flowErrors.unitMissing({}, [{ path: 'unit', message: '没有找到承办单位' }]);
  return enterStage(state, stage, to, facts);
}

/** The ordinary actions of a stage, as the process declares them. */
import type { Action, CaseProcess } from '../../../../kernel/case.ts';
import { type CityError, commonErrors, type Problem } from '../../../../kernel/errors.ts';
import { flowErrors } from '../../contract.ts';
import { assigneeOf, endWith, moveTo, outcomeTitle } from './build-step.ts';
import { unlessHeld, unlessOpen } from './refusals.ts';
import type { CaseState, Command, Decided, Facts, Powers } from './types.ts';

export function findAction(process: CaseProcess, state: CaseState, name: string): Action | undefined {
  const actions = process.stages[state.row.stage ?? '']?.actions;
  // Own names only: 'constructor' is no action.
  return actions !== undefined && Object.hasOwn(actions, name) ? actions[name] : undefined;
}

export function refusesAction(state: CaseState, action: Action, powers: Powers): CityError | undefined {
  const shut = unlessOpen(state);
  if (shut !== undefined) return shut;
  if (action.automatic) return powers.automatic ? undefined : flowErrors.notHolder();
  return unlessHeld(powers);
}

function missing(action: Action, command: Command): readonly Problem[] {
  const problems: Problem[] = [];
  const needs = new Set(action.needs ?? []);
  if (needs.has('opinion') && (command.opinion ?? '').trim() === '')
    problems.push({ path: 'opinion', message: '请填写意见' });
  if (needs.has('unit') && command.unit === null) problems.push({ path: 'unit', message: '请选择承办单位' });
  if (needs.has('person') && command.person === null)
    problems.push({ path: 'person', message: '请选择办理人' });
  if (needs.has('files') && command.files.length === 0)
    problems.push({ path: 'files', message: '请上传附件' });
  return problems;
}

/** Only the fields that the action names may come with it; the required ones must be there, now or from before. */
function badValues(action: Action, state: CaseState, command: Command): readonly Problem[] {
  const allowed = new Set(action.sets ?? []);
  const problems: Problem[] = Object.keys(command.values)
    .filter((name) => !allowed.has(name))
    .map((name) => ({ path: name.slice(0, 100), message: '此操作不能填写这个字段' }));
  for (const name of action.requires ?? []) {
    const value = command.values[name] === undefined ? state.row[name] : command.values[name];
    if (value === undefined || value === null || value === '')
      problems.push({ path: name, message: '此项必须填写' });
  }
  return problems;
}

/** `extra` are values that the case type's own check completed. */
export function takeAction(
  process: CaseProcess,
  state: CaseState,
  command: Command,
  facts: Facts,
  extra: Readonly<Record<string, unknown>> = {},
): Decided {
  const action = findAction(process, state, command.action);
  if (action === undefined) {
    const shut = unlessOpen(state);
    if (shut !== undefined) return shut;
    return flowErrors.unknownAction({ stage: process.stages[state.row.stage ?? '']?.title ?? '' });
  }
  const refused = refusesAction(state, action, command.powers);
  if (refused !== undefined) return refused;
  const problems = [...missing(action, command), ...badValues(action, state, command)];
  if (problems.length > 0) return commonErrors.invalid({}, problems);
  const source = `${state.row.stage}.${command.action}`;
  const fields = { ...command.values, ...extra };
  if ('end' in action.to) {
    const { title } = action;
    return endWith(process, state, command, facts, { title, outcome: action.to.end, fields, source });
  }
  const { stage } = action.to;
  const to = assigneeOf(process, state, stage, command, facts);
  return moveTo(process, state, command, facts, { title: action.title, stage, to, fields, source });
}

/** Where an action leads, in words, for the page. */
export function leadsTo(process: CaseProcess, action: Action): string {
  return 'end' in action.to
    ? outcomeTitle(process, action.to.end)
    : (process.stages[action.to.stage]?.title ?? '');
}

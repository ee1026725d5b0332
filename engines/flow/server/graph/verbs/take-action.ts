/** 同意, 拒绝 and whatever else a user task declares: the answer of one signer, which may or may not finish the task. */
import { type CityError, commonErrors, type Problem } from '../../../../../kernel/errors.ts';
import type { TaskAction, TaskNeed, UserNode } from '../../../../../kernel/process.ts';
import { flowErrors } from '../../../contract.ts';
import { closeItem, type Draft } from '../token/draft.ts';
import type { TokenCommand } from '../token/types.ts';
import { settleWork } from '../token/work.ts';
import { heldItem, type Seen, taskOf, type Told, unlessHeld, unlessOpen } from './verb-words.ts';

export function findAction(seen: Seen, name: string): TaskAction | undefined {
  const actions = taskOf(seen)?.actions;
  return actions !== undefined && Object.hasOwn(actions, name) ? actions[name] : undefined;
}

export function refusesAction(seen: Seen, action: TaskAction | undefined): CityError | undefined {
  const shut = unlessOpen(seen);
  if (shut !== undefined) return shut;
  if (action === undefined) return flowErrors.unknownAction({ stage: taskOf(seen)?.title ?? '' });
  if (seen.item?.parent != null) return flowErrors.onlyAnswer();
  if (action.automatic) return seen.powers.automatic ? undefined : flowErrors.notHolder();
  return unlessHeld(seen);
}

export function needsOf(task: UserNode, action: TaskAction): readonly TaskNeed[] {
  return [...new Set([...(task.needs ?? []), ...(action.needs ?? [])])];
}

function missing(needs: readonly TaskNeed[], command: TokenCommand): readonly Problem[] {
  const wanted = new Set(needs);
  const problems: Problem[] = [];
  const want = (need: TaskNeed, there: boolean, path: string, message: string): void => {
    if (wanted.has(need) && !there) problems.push({ path, message });
  };
  want('opinion', command.opinion !== null && command.opinion.trim() !== '', 'opinion', '请填写意见');
  want('unit', command.unit !== null, 'unit', '请选择承办单位');
  want(
    'person',
    command.person !== null || (command.target.people ?? []).length > 0,
    'person',
    '请选择办理人',
  );
  want('files', command.files.length > 0, 'files', '请上传附件');
  want('signature', command.signature !== null, 'signature', '请手写签名');
  return problems;
}

/** Fields that a task lets its holder change, whatever the action. */
export function editableFields(task: UserNode): readonly string[] {
  return Object.entries(task.fields ?? {}).flatMap(([name, right]) => (right === 'editable' ? [name] : []));
}

/** Only fields that the task or the action lets him set may come; the required ones must be there, now or from before. */
export function badValues(
  allowed: readonly string[],
  required: readonly string[],
  seen: Seen,
  values: TokenCommand['values'],
): readonly Problem[] {
  const known = new Set(allowed);
  const problems: Problem[] = Object.keys(values)
    .filter((name) => !known.has(name))
    .map((name) => ({ path: name.slice(0, 100), message: '此操作不能填写这个字段' }));
  for (const name of required) {
    const value = values[name] === undefined ? seen.before.row[name] : values[name];
    if (value === undefined || value === null || value === '')
      problems.push({ path: name, message: '此项必须填写' });
  }
  return problems;
}

export function takeAction(draft: Draft, seen: Seen): Told {
  const { command } = draft;
  const action = findAction(seen, command.action);
  const refused = refusesAction(seen, action);
  if (refused !== undefined) throw refused;
  const item = heldItem(seen);
  const task = taskOf(seen);
  const token = draft.tokens.get(item.token);
  if (action === undefined || task === undefined || token === undefined) throw flowErrors.itemGone();
  const allowed = [...editableFields(task), ...(action.sets ?? [])];
  const problems = [
    ...missing(needsOf(task, action), command),
    ...badValues(allowed, action.requires ?? [], seen, command.values),
  ];
  if (problems.length > 0) throw commonErrors.invalid({}, problems);
  Object.assign(draft.fields, command.values);
  const vote = action.vote ?? (action.negative === true ? 'against' : 'for');
  closeItem(draft, item, command.action, command.by.id);
  draft.items.set(item.id, { ...item, state: 'done', action: command.action, vote });
  settleWork(draft, token, task);
  return { title: action.title, source: `${item.node}.${command.action}` };
}

/** 转办, 委派 and the answer that brings a delegated, added or returned item back. */
import { flowErrors } from '../../../contract.ts';
import { dueAfter, yellowFrom } from '../../step/clock.ts';
import { closeItem, type Draft, nextId } from '../token/draft.ts';
import type { Assignee, Item } from '../token/types.ts';
import { userNodeOf } from '../token/work.ts';
import { badValues, editableFields } from './take-action.ts';
import {
  heldItem,
  invalid,
  opinionOf,
  type Seen,
  taskOf,
  type TokenVerb,
  unlessHeld,
  unlessOffered,
  unlessOpen,
} from './verb-words.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';

/** A fresh item for somebody else on the same clock. */
export function passOn(draft: Draft, item: Item, to: Assignee, change: Partial<Item>): Item {
  const passed: Item = {
    ...item,
    ...to,
    id: nextId(draft, 'i'),
    state: 'open',
    claimedBy: null,
    claimedAt: null,
    createdAt: draft.facts.now.toISOString(),
    since: draft.row.version + 1,
    paused: 0,
    urgedAt: null,
    ...change,
  };
  draft.items.set(passed.id, passed);
  return passed;
}

function byUnit(seen: Seen): boolean {
  return taskOf(seen)?.candidate.kind === 'unit';
}

function receiver(draft: Draft, seen: Seen, item: Item): Assignee {
  const { unit, person } = draft.command;
  if (unit === null && person === null) throw invalid('unit', '请选择转办的单位或人员');
  if (!byUnit(seen) && unit !== null && person === null)
    throw invalid('unit', '此环节不按单位办理,请选择人员');
  const to = { unit: byUnit(seen) ? (unit ?? item.unit) : unit, person };
  if (to.unit === item.unit && to.person === (item.claimedBy ?? item.person))
    throw invalid('unit', '已由该单位或人员办理,无需转办');
  if (draft.facts.reachable !== true)
    throw flowErrors.outOfReach({}, [
      { path: person === null ? 'unit' : 'person', message: '不在您可转办的范围内' },
    ]);
  return to;
}

export const reassign: TokenVerb = {
  title: '转办',
  needs: ['unit-or-person'],
  refuses(seen) {
    const refused = unlessOpen(seen);
    if (refused !== undefined) return refused;
    const task = taskOf(seen);
    if (task?.verbs?.includes('reassign') !== true || task.candidate.kind === 'initiator')
      return flowErrors.notOffered({ stage: task?.title ?? '', title: '转办' });
    const { supervise } = seen.model.allow;
    // Whoever may supervise also frees an item whose holder is away.
    return supervise !== undefined && seen.powers.may(supervise) ? undefined : unlessHeld(seen);
  },
  play(draft, seen) {
    const item = heldItem(seen);
    const to = receiver(draft, seen, item);
    closeItem(draft, item, draft.command.action, draft.command.by.id);
    draft.items.delete(item.id);
    const passed = passOn(draft, item, to, {});
    if (draft.row.leadUnit === item.unit) draft.fields['leadUnit'] = passed.unit;
    return { title: '转办', source: 'verb.reassign' };
  },
};

/** Parks an item behind others that give their opinion first; its limit runs on, for it stays its holder's duty. */
export function parkBehind(
  draft: Draft,
  item: Item,
  people: readonly Assignee[],
  manner: 'before' | 'delegate',
): void {
  closeItem(draft, item, draft.command.action, draft.command.by.id);
  draft.items.set(item.id, { ...item, state: 'parked', parkedAt: draft.facts.now.toISOString() });
  for (const to of people)
    passOn(draft, item, to, {
      manner,
      parent: item.id,
      addedBy: draft.command.by.id,
      action: null,
      vote: null,
    });
}

export const delegate: TokenVerb = {
  title: '委派',
  needs: ['unit-or-person'],
  refuses(seen) {
    return unlessOffered(seen, 'delegate', '委派');
  },
  play(draft, seen) {
    const item = heldItem(seen);
    if (draft.command.person === null) throw invalid('person', '请选择委派的人员');
    parkBehind(draft, item, [receiver(draft, seen, item)], 'delegate');
    return { title: '委派', source: 'verb.delegate' };
  },
};

/** A parked item is its holder's again; `stood`: its clock stood still meanwhile. */
export function takeUp(draft: Draft, parent: Item, stood: boolean): void {
  const { facts } = draft;
  const from = parent.parkedAt;
  const after = (due: string | null) =>
    stood && from !== null ? dueAfter(facts, due, from, parent.limit ?? draft.whole) : due;
  const dueAt = after(parent.dueAt);
  draft.items.set(parent.id, {
    ...parent,
    state: 'open',
    parkedAt: null,
    createdAt: facts.now.toISOString(),
    since: draft.row.version + 1,
    paused: 0,
    dueAt,
    stageDueAt: after(parent.stageDueAt),
    yellowAt: yellowFrom(facts.calendar, facts.now, dueAt, parent.limit ?? draft.whole, facts.lights),
  });
}

const answerTitles: Readonly<Record<string, string>> = {
  before: '前加签意见',
  delegate: '委派意见',
  detour: '重新提交',
};

export const answer: TokenVerb = {
  title: '提交意见',
  needs: ['opinion'],
  refuses(seen) {
    return (
      unlessHeld(seen) ??
      (seen.item?.parent == null ? flowErrors.notOffered({ stage: '', title: '提交意见' }) : undefined)
    );
  },
  play(draft, seen) {
    const item = heldItem(seen);
    const parent = draft.items.get(item.parent ?? '');
    if (parent === undefined) throw flowErrors.itemGone();
    opinionOf(draft);
    const task = userNodeOf(draft, item.node);
    const correcting = item.manner === 'detour';
    const sets = Object.values(task.actions).flatMap((action) => action.sets ?? []);
    const allowed = correcting ? [...editableFields(task), ...sets] : [];
    const problems = badValues(allowed, [], seen, draft.command.values);
    if (problems.length > 0) throw commonErrors.invalid({}, problems);
    Object.assign(draft.fields, draft.command.values);
    closeItem(draft, item, draft.command.action, draft.command.by.id);
    draft.items.delete(item.id);
    const waiting = [...draft.items.values()].some((other) => other.parent === parent.id);
    if (!waiting) takeUp(draft, parent, correcting);
    return { title: answerTitles[item.manner] ?? '提交意见', source: 'verb.answer' };
  },
};

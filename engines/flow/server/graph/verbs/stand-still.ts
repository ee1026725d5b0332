/** 挂起 and 恢复 of a whole case: every clock in it stands still, those of people and those of timers. */
import { elapsed } from '../../../../../kernel/working-time.ts';
import { flowErrors } from '../../../contract.ts';
import { dueAfter, unitOf, yellowFrom } from '../../step/clock.ts';
import type { Draft } from '../token/draft.ts';
import type { Item, Wait } from '../token/types.ts';
import { suspend as askSuspend } from '../../verbs/suspend.ts';
import { askThrough } from './requests.ts';
import {
  opinionOf,
  stagedPowers,
  stagedView,
  type TokenVerb,
  unlessAdministers,
  unlessOffered,
  unlessOpen,
  unlessRunning,
} from './verb-words.ts';

export function standStill(draft: Draft): void {
  draft.fields['status'] = 'suspended';
  draft.fields['suspendedAt'] = draft.facts.now.toISOString();
}

/** Where somebody else must grant it the holder asks; otherwise the holder or an administrator does it. */
export const suspend: TokenVerb = {
  title: '挂起',
  needs: ['opinion'],
  refuses(seen) {
    const asking = seen.model.requests?.suspend !== undefined;
    if (asking) return askSuspend.refuses(seen.process, stagedView(seen), stagedPowers(seen), seen.by);
    if (unlessAdministers(seen) === undefined) return unlessOpen(seen);
    return unlessOffered(seen, 'suspend', '挂起');
  },
  play(draft, seen) {
    if (seen.model.requests?.suspend !== undefined) return askThrough(draft, seen, askSuspend);
    opinionOf(draft);
    standStill(draft);
    return { title: '挂起', source: 'verb.suspend', extra: { mark: { suspended: true } } };
  },
};

function goOn(draft: Draft, item: Item, suspendedAt: string): void {
  const { facts } = draft;
  // What came into being while the case stood still has only stood since then.
  const since = item.createdAt > suspendedAt ? item.createdAt : suspendedAt;
  const limit = item.limit ?? draft.whole;
  const stageDueAt = dueAfter(facts, item.stageDueAt, since, item.limit);
  const whole = draft.fields['dueAt'];
  const dueAt = stageDueAt ?? (typeof whole === 'string' ? whole : null);
  const stood = elapsed(facts.calendar, new Date(since), facts.now, unitOf(item.limit));
  draft.items.set(item.id, {
    ...item,
    stageDueAt,
    dueAt,
    yellowAt: yellowFrom(facts.calendar, facts.now, dueAt, limit, facts.lights),
    paused: item.state === 'open' ? item.paused + Math.max(0, stood) : item.paused,
    since: draft.row.version + 1,
  });
}

/** Set for a moment, not for a length of time: the day of the hearing does not move because the case stood still. */
function isMoment({ model }: Draft, wait: Wait): boolean {
  const node = model.nodes[wait.node];
  return node !== undefined && 'on' in node && node.on?.kind === 'timer' && 'at' in node.on;
}

export const resume: TokenVerb = {
  title: '恢复',
  needs: [],
  whole: true,
  refuses(seen) {
    const refused = unlessRunning(seen);
    if (refused !== undefined) return refused;
    if (seen.before.row.status !== 'suspended') return flowErrors.notSuspended();
    const decider = seen.model.requests?.suspend?.decide;
    if (decider !== undefined && seen.powers.may(decider)) return undefined;
    return seen.powers.holds.size > 0 || unlessAdministers(seen) === undefined
      ? undefined
      : flowErrors.notHolder();
  },
  play(draft) {
    const { row, facts } = draft;
    const since = row.suspendedAt;
    if (since === null) throw flowErrors.notSuspended();
    Object.assign(draft.fields, {
      status: 'open',
      suspendedAt: null,
      dueAt: dueAfter(facts, row.dueAt, since, draft.whole),
    });
    for (const item of draft.items.values())
      if (item.state === 'open' || item.state === 'parked') goOn(draft, item, since);
    for (const wait of draft.waits.values())
      if (wait.kind === 'timer' && !isMoment(draft, wait))
        draft.waits.set(wait.id, {
          ...wait,
          dueAt: dueAfter(facts, wait.dueAt, since, { amount: 0, unit: wait.clock }),
        });
    return { title: '恢复', source: 'verb.resume', extra: { mark: { suspended: false } } };
  },
};

/** Requests and marks, by the very rules of staged cases: 申诉, 延期, 审定, 签收, 催办, 督办, 补充说明. */
import { CityError } from '../../../../../kernel/errors.ts';
import { flowErrors } from '../../../contract.ts';
import { dueAfter } from '../../step/clock.ts';
import type { Command, ItemChange, Step, VerbRule } from '../../step/types.ts';
import { closeItem, type Draft, moveToken, removeToken } from '../token/draft.ts';
import { tokenBeside } from '../token/leave.ts';
import type { Assignee, Item, TokenCase } from '../token/types.ts';
import { lastVisit, recordVisit } from '../token/work.ts';
import { claim as stagedClaim } from '../../verbs/claim.ts';
import { comment as stagedComment } from '../../verbs/comment.ts';
import { decideRequest } from '../../verbs/decide.ts';
import { delay as stagedDelay } from '../../verbs/delay.ts';
import { dispute as stagedDispute } from '../../verbs/dispute.ts';
import { supervise as stagedSupervise } from '../../verbs/supervise.ts';
import { urge as stagedUrge } from '../../verbs/urge.ts';
import {
  heldItem,
  type Seen,
  stagedPowers,
  stagedView,
  type Told,
  type TokenVerb,
  unlessRunning,
} from './verb-words.ts';

function stagedCommand(draft: Draft, seen: Seen): Command {
  const { powers: _powers, item: _item, signature: _signature, ...command } = draft.command;
  return { ...command, powers: stagedPowers(seen) };
}

/** Asked for words, counters and clocks only: where a granted dispute goes is the tokens' matter, so any unit will do for it here. */
function decided(draft: Draft, seen: Seen, rule: VerbRule): Step {
  const facts = { ...draft.facts, assigned: { unit: seen.item?.unit ?? '' } };
  const step = rule.decide(seen.process, stagedView(seen), stagedCommand(draft, seen), facts);
  if (step instanceof CityError) throw step;
  return step;
}

/** Where the case stands is the tokens' matter, and is worked out from them. */
const ofTokens = new Set(['stage', 'unit', 'stageDueAt']);

function takeFields(draft: Draft, step: Step): void {
  for (const [name, value] of Object.entries(step.fields))
    if (!ofTokens.has(name)) draft.fields[name] = value;
}

function changeItem(draft: Draft, item: Item, step: Step): void {
  const {
    urged: _urged,
    supervised: _supervised,
    suspended: _suspended,
    ...kept
  }: ItemChange = step.changes ?? {};
  if (Object.keys(kept).length === 0) return;
  const stageDueAt = step.fields['stageDueAt'];
  draft.items.set(item.id, {
    ...item,
    ...kept,
    ...(typeof stageDueAt === 'string' ? { stageDueAt } : {}),
  });
}

function toldOf(step: Step, item: Item | undefined): Told {
  const { asks, decides, changes, entry, notices } = step;
  const { urged, supervised, suspended } = changes ?? {};
  const mark = {
    ...(urged === undefined ? {} : { urged }),
    ...(supervised === true ? { supervised } : {}),
    ...(suspended === undefined ? {} : { suspended }),
  };
  return {
    title: entry.title,
    notices,
    extra: {
      ...(asks === undefined || item === undefined ? {} : { asks: { ...asks, item: item.id } }),
      ...(decides === undefined ? {} : { decides }),
      ...(Object.keys(mark).length === 0 ? {} : { mark }),
    },
  };
}

/** Counters and marks are moved by the staged rule itself. */
export function askThrough(draft: Draft, seen: Seen, rule: VerbRule): Told {
  const step = decided(draft, seen, rule);
  takeFields(draft, step);
  return toldOf(step, seen.item);
}

function itemVerb(rule: VerbRule): TokenVerb {
  return {
    title: rule.title,
    needs: rule.needs,
    ...(rule.negative === true ? { negative: true } : {}),
    refuses: (seen) => rule.refuses(seen.process, stagedView(seen), stagedPowers(seen), seen.by),
    play(draft, seen) {
      const step = decided(draft, seen, rule);
      takeFields(draft, step);
      if (seen.item !== undefined) changeItem(draft, { ...seen.item, since: draft.row.version + 1 }, step);
      return toldOf(step, seen.item);
    },
  };
}

/** What concerns the whole case is asked of any of its items. */
function anyItem(seen: Seen): Seen {
  const item = seen.item ?? Object.values(seen.before.tokens.items).find((each) => each.state === 'open');
  return { ...seen, item };
}

/** Urging and supervising concern everybody who holds something of the case. */
function wholeVerb(rule: VerbRule): TokenVerb {
  return {
    title: rule.title,
    needs: rule.needs,
    whole: true,
    refuses: (seen) => rule.refuses(seen.process, stagedView(anyItem(seen)), wholePowers(seen), seen.by),
    play(draft, whole) {
      const seen = anyItem(whole);
      const step = decided(draft, seen, rule);
      takeFields(draft, step);
      const { urgedAt } = step.changes ?? {};
      if (urgedAt !== undefined)
        for (const item of draft.items.values())
          if (item.state === 'open') draft.items.set(item.id, { ...item, urgedAt });
      return toldOf(step, seen.item);
    },
  };
}

function wholePowers(seen: Seen): ReturnType<typeof stagedPowers> {
  return { ...stagedPowers(seen), holds: seen.powers.holds.size > 0 };
}

/** The item that asked, whatever item the decider may hold himself. */
export function askingItem(before: TokenCase, requestId: string | undefined): Item | undefined {
  const request = before.requests.find((each) => each.id === requestId);
  return request?.item === undefined ? undefined : before.tokens.items[request.item];
}

/** The case as it looks from this one request, whatever else was asked of other branches. */
function asking(seen: Seen, id: string | undefined): Seen {
  const requests = seen.before.requests.filter((request) => request.id === id);
  return { ...seen, before: { ...seen.before, requests }, item: askingItem(seen.before, id) };
}

function refusesRequest(seen: Seen, id: string | undefined): CityError | undefined {
  const one = asking(seen, id);
  return decideRequest.refuses(one.process, stagedView(one), stagedPowers(one), one.by);
}

/** 申诉 granted: the item's branch goes back to where it was assigned; the time with the wrong unit is given back to the case. */
function grantDispute(draft: Draft, seen: Seen, step: Step): void {
  const item = heldItem(seen);
  const own = draft.tokens.get(item.token);
  const stage = seen.process.requests?.dispute?.grantedTo ?? step.entry.toStage;
  if (own === undefined || stage === null) throw flowErrors.requestGone();
  const token = tokenBeside(draft, own, stage);
  const dueAt = dueAfter(draft.facts, draft.row.dueAt, item.createdAt, draft.whole);
  Object.assign(draft.fields, { dueAt, leadUnit: null });
  closeItem(draft, item, draft.command.action, draft.command.by.id);
  draft.items.delete(item.id);
  recordVisit(draft, { ...own, node: item.node }, { unit: item.unit, person: draft.command.by.id });
  const { id, scope, trail } = token;
  removeToken(draft, id);
  const before = draft.command.unit === null ? lastVisit(draft, stage) : undefined;
  const byUnit = seen.process.stages[stage]?.candidate.kind === 'unit';
  const to: Assignee | undefined =
    byUnit && before?.unit != null ? { unit: before.unit, person: null } : undefined;
  moveToken(draft, { id, scope, trail, node: stage, via: null }, to);
}

export const decide: TokenVerb = {
  title: decideRequest.title,
  needs: decideRequest.needs,
  whole: true,
  refuses(seen) {
    const { requests } = seen.before;
    if (requests.length === 0) return unlessRunning(seen) ?? flowErrors.requestGone();
    const refused = requests.map((request) => refusesRequest(seen, request.id));
    return refused.includes(undefined) ? undefined : refused[0];
  },
  play(draft, whole) {
    const { requestId } = draft.command.target;
    const refused = refusesRequest(whole, requestId);
    if (refused !== undefined) throw refused;
    const seen = asking(whole, requestId);
    const step = decided(draft, seen, decideRequest);
    if (step.opens === undefined) {
      takeFields(draft, step);
      if (seen.item !== undefined) changeItem(draft, { ...seen.item, since: draft.row.version + 1 }, step);
    } else {
      for (const [name, value] of Object.entries(step.fields))
        if (name.endsWith('Count') || name.endsWith('At') || name.endsWith('Late'))
          keepCounter(draft, whole, name, value);
      grantDispute(draft, seen, step);
    }
    return toldOf(step, seen.item);
  },
};

/** Of a step that moves the case only counters and marks are taken; the tokens do the rest. */
function keepCounter(draft: Draft, { model }: Seen, name: string, value: unknown): void {
  const counters = Object.keys(model.counts ?? {}).map((count) => `${count}Count`);
  const marks = Object.keys(model.marks ?? {}).flatMap((mark) => [`${mark}At`, `${mark}Late`]);
  if (counters.includes(name) || marks.includes(name)) draft.fields[name] = value;
}

export const claim = itemVerb(stagedClaim);
export const delay = itemVerb(stagedDelay);
export const dispute = itemVerb(stagedDispute);
export const urge = wholeVerb(stagedUrge);
export const supervise = wholeVerb(stagedSupervise);
export const comment = wholeVerb(stagedComment);

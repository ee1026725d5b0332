/** User tasks: who gets the work, how a countersign comes to its result, and how the task is left. */
import type { Countersign, UserNode } from '../../../../../kernel/process.ts';
import { flowErrors } from '../../../contract.ts';
import { dueOf, yellowFrom } from '../../step/clock.ts';
import { leaveNode, takeFlows } from './leave.ts';
import { clearToken, closeItem, contextOf, type Draft, nextId } from './draft.ts';
import { serialOf } from './join.ts';
import { isInstance } from './loop.ts';
import { nodeOf } from './model-index.ts';
import type { Arrival, Assignee, Item, Token, Visit } from './types.ts';

const nobody: Assignee = { unit: null, person: null };

function evaluatedPeople(draft: Draft, token: Token, node: UserNode): readonly Assignee[] {
  const { candidate } = node;
  if (candidate.kind !== 'field') return [];
  const people = 'people' in candidate;
  const value = draft.facts.evaluate(people ? candidate.people : candidate.units, contextOf(draft, token));
  const ids = (Array.isArray(value) ? value : [value]).filter(
    (id): id is string => typeof id === 'string' && id !== '',
  );
  return [...new Set(ids)].map((id) => (people ? { unit: null, person: id } : { unit: id, person: null }));
}

function unitAssignee(draft: Draft, token: Token, arrival: Arrival): Assignee {
  const { unit, person } = draft.command;
  if (unit !== null) return { unit, person };
  const [ruled] = arrival.assignees;
  if (ruled?.unit != null) return { unit: ruled.unit, person: person ?? ruled.person };
  const before = lastVisit(draft, token.node);
  if (before?.unit != null) return { unit: before.unit, person: null };
  throw flowErrors.unitMissing({}, [{ path: 'unit', message: '请选择承办单位' }]);
}

/** Who was named now; else, coming back to a countersign, those who were asked the last time. */
function chosenPeople(draft: Draft, token: Token): readonly Assignee[] {
  const { unit, person, target } = draft.command;
  const named = target.people ?? (unit === null && person === null ? [] : [{ unit, person }]);
  const chosen = named.length > 0 ? named : (formerSigners(draft, token.node) ?? []);
  if (chosen.length === 0)
    throw flowErrors.unknownPerson({}, [{ path: 'person', message: '请选择下一办理人' }]);
  return chosen;
}

function candidatesOf(draft: Draft, token: Token, node: UserNode, arrival: Arrival): readonly Assignee[] {
  switch (node.candidate.kind) {
    case 'initiator':
      return [{ unit: null, person: draft.row.initiator }];
    case 'area':
      return [{ unit: null, person: draft.command.person ?? arrival.assignees[0]?.person ?? null }];
    case 'unit':
      return [unitAssignee(draft, token, arrival)];
    case 'chosen':
      return chosenPeople(draft, token);
    case 'field':
      return evaluatedPeople(draft, token, node);
    default:
      return arrival.assignees;
  }
}

/** Several people for one item are a pool: whoever of them did it last, else their common unit, or whoever holds the permission. */
function poolOf(people: readonly Assignee[], last: Assignee | undefined): Assignee {
  const [first] = people;
  if (first === undefined) return nobody;
  if (people.length === 1) return first;
  const again = people.find(({ person }) => person !== null && person === last?.person);
  if (again !== undefined) return again;
  return { unit: people.every((each) => each.unit === first.unit) ? first.unit : null, person: null };
}

function visitsOf(draft: Draft, node: string): readonly Visit[] {
  const visits = [...draft.visits.values()].filter((visit) => visit.node === node);
  return visits.toSorted((a, b) => serialOf(b.id) - serialOf(a.id));
}

export function lastVisit(draft: Draft, node: string): Assignee | undefined {
  return visitsOf(draft, node)[0];
}

function formerSigners(draft: Draft, node: string): readonly Assignee[] | undefined {
  return visitsOf(draft, node).find((visit) => visit.signers !== undefined)?.signers;
}

export interface NewItem {
  readonly token: string;
  readonly node: string;
  readonly to: Assignee;
  readonly manner: Item['manner'];
  readonly waiting?: boolean;
  readonly parent?: string;
  readonly addedBy?: string;
}

/** `limit` of the task; without one the item is due with the whole case. */
export function makeItem(draft: Draft, one: NewItem, limit: Item['limit']): Item {
  const item: Item = {
    id: nextId(draft, 'i'),
    token: one.token,
    node: one.node,
    state: one.waiting === true ? 'waiting' : 'open',
    manner: one.manner,
    parent: one.parent ?? null,
    addedBy: one.addedBy ?? null,
    ...one.to,
    claimedBy: null,
    claimedAt: null,
    createdAt: draft.facts.now.toISOString(),
    since: draft.row.version + 1,
    limit,
    ...dueOfItem(draft, limit),
    paused: 0,
    parkedAt: null,
    urgedAt: null,
    action: null,
    vote: null,
  };
  draft.items.set(item.id, item);
  return item;
}

function dueOfItem(draft: Draft, limit: Item['limit']): Pick<Item, 'dueAt' | 'stageDueAt' | 'yellowAt'> {
  const { facts } = draft;
  const stageDueAt = dueOf(facts, limit);
  const dueAt = stageDueAt ?? wholeDue(draft);
  return {
    stageDueAt,
    dueAt,
    yellowAt: yellowFrom(facts.calendar, facts.now, dueAt, limit ?? draft.whole, facts.lights),
  };
}

export function wholeDue(draft: Draft): string | null {
  const due = draft.fields['dueAt'] === undefined ? draft.row.dueAt : draft.fields['dueAt'];
  return typeof due === 'string' ? due : null;
}

/** An item whose turn has come: its clock starts now. */
export function openItem(draft: Draft, item: Item): void {
  draft.items.set(item.id, {
    ...item,
    state: 'open',
    createdAt: draft.facts.now.toISOString(),
    since: draft.row.version + 1,
    ...dueOfItem(draft, item.limit),
  });
}

/** The limit of the whole case starts with the first task that gives one. */
function startWhole(draft: Draft, arrival: Arrival): void {
  if (wholeDue(draft) !== null) return;
  const whole = arrival.whole ?? draft.model.limit ?? null;
  if (whole === null) return;
  draft.whole = whole;
  draft.fields['dueAt'] = dueOf(draft.facts, whole);
}

/** The unit of a later check does not take the lead from the one that somebody named for the work. */
function lead(draft: Draft, to: Assignee): void {
  if (to.unit === null) return;
  const leading = draft.fields['leadUnit'] === undefined ? draft.row.leadUnit : draft.fields['leadUnit'];
  if (leading === null || to.unit === draft.command.unit) draft.fields['leadUnit'] = to.unit;
}

/** `given`: who gets it, known already (a return, a take-back). */
export function startWork(draft: Draft, token: Token, node: UserNode, given: Assignee | undefined): void {
  draft.tokens.set(token.id, { ...token, rests: 'work' });
  const arrival = draft.facts.arrivals.get(token.node);
  if (arrival === undefined) {
    draft.asks.add(token.node);
    return;
  }
  startWhole(draft, arrival);
  const sign = node.sign ?? { mode: 'single' };
  const people = given === undefined ? candidatesOf(draft, token, node, arrival) : [given];
  if (people.length > draft.facts.bounds.instances)
    throw flowErrors.tooManyInstances({ stage: node.title, most: draft.facts.bounds.instances });
  const signers =
    sign.mode === 'single' || people.length === 0 ? [poolOf(people, lastVisit(draft, token.node))] : people;
  for (const [at, to] of signers.entries()) {
    const waiting = sign.mode === 'in-order' && at > 0;
    makeItem(
      draft,
      { token: token.id, node: token.node, to, manner: 'signer', waiting },
      arrival.limit ?? node.limit ?? null,
    );
    if (!waiting) lead(draft, to);
  }
}

type Verdict = 'for' | 'against' | undefined;

/** The result of a countersign by the answers so far; undefined while it is open. A single task with added signers wants all of them. */
export function verdictOf(sign: Countersign, signers: readonly Pick<Item, 'state' | 'vote'>[]): Verdict {
  const votes = signers.filter((each) => each.state === 'done');
  const agreed = votes.filter((each) => each.vote === 'for').length;
  const refused = votes.length - agreed;
  const open = signers.length - votes.length;
  if (sign.mode === 'any' && votes.length > 0) return agreed > 0 ? 'for' : 'against';
  if (sign.mode === 'percent') {
    const wanted = sign.percent * signers.length;
    if (votes.length > 0 && agreed * 100 >= wanted) return 'for';
    return (agreed + open) * 100 < wanted || open === 0 ? 'against' : undefined;
  }
  if ((sign.mode === 'veto' || sign.mode === 'in-order') && refused > 0) return 'against';
  if (open > 0) return undefined;
  return refused === 0 ? 'for' : 'against';
}

/** Of the actions that gave this result the most taken, at a tie the latest. */
function resultAction(items: readonly Item[], verdict: 'for' | 'against'): string | null {
  const counts = new Map<string, number>();
  for (const item of items)
    if (item.vote === verdict && item.action !== null)
      counts.set(item.action, (counts.get(item.action) ?? 0) + 1);
  let best: string | null = null;
  for (const [action, count] of counts) if (count >= (counts.get(best ?? '') ?? 0)) best = action;
  return best;
}

function inOrder(items: readonly Item[]): readonly Item[] {
  return items.toSorted((a, b) => serialOf(a.id) - serialOf(b.id));
}

/** After an answer: the next signer's turn, or the task is done. */
export function settleWork(draft: Draft, token: Token, node: UserNode): void {
  const mine = inOrder(
    [...draft.items.values()].filter((item) => item.token === token.id && item.parent === null),
  );
  const sign = node.sign ?? { mode: 'single' };
  const signers = mine.filter((item) => item.manner !== 'after');
  const later = mine.filter((item) => item.manner === 'after');
  const verdict = verdictOf(sign, signers);
  if (verdict === undefined) {
    const [next] = signers.filter((item) => item.state === 'waiting');
    if (next !== undefined && !signers.some((item) => item.state === 'open' || item.state === 'parked'))
      openItem(draft, next);
    return;
  }
  const against = verdict === 'against' || later.some((item) => item.vote === 'against');
  const [next] = later.filter((item) => item.state !== 'done');
  if (!against && next !== undefined) {
    for (const item of signers) if (item.state === 'open') dropItem(draft, item);
    if (next.state === 'waiting') openItem(draft, next);
    return;
  }
  const result = against ? 'against' : 'for';
  const action = resultAction(against && verdict === 'for' ? later : signers, result);
  leaveWork(draft, token, node, action, result);
}

/** The task needs this item no more. */
export function dropItem(draft: Draft, item: Item): void {
  for (const child of draft.items.values()) if (child.parent === item.id) dropItem(draft, child);
  closeItem(draft, item, 'cancelled', null);
  draft.items.delete(item.id);
}

/** Notes who left the task, so that 退回 can come back to him. */
export function recordVisit(draft: Draft, token: Token, by: Assignee): string {
  const id = nextId(draft, 'v');
  const { node, scope, trail, instance } = token;
  const { unit, person } = by;
  draft.visits.set(id, {
    id,
    node,
    scope,
    unit,
    person,
    trail,
    ...(instance === undefined ? {} : { instance }),
    ...signersOf(draft, token),
  });
  return id;
}

/** Those whom somebody chose to sign, without whom they added themselves. */
function signersOf(draft: Draft, token: Token): Pick<Visit, 'signers'> {
  const task = nodeOf(draft.model, token.node);
  if (task.kind !== 'user' || task.candidate.kind !== 'chosen') return {};
  if ((task.sign?.mode ?? 'single') === 'single') return {};
  const items = [...draft.items.values()].filter(
    (item) => item.token === token.id && item.manner === 'signer' && item.node === token.node,
  );
  const signers = inOrder(items).map(({ unit, person }) => ({ unit, person }));
  return signers.length === 0 ? {} : { signers };
}

function leaveWork(
  draft: Draft,
  token: Token,
  node: UserNode,
  action: string | null,
  result: 'for' | 'against',
): void {
  const done = [...draft.items.values()].filter((item) => item.token === token.id && item.state === 'done');
  const last = inOrder(done).at(-1);
  const visit = recordVisit(draft, token, {
    unit: last?.unit ?? null,
    person: draft.command.by.id,
  });
  const left: Token = { ...token, trail: { ...token.trail, [token.node]: visit } };
  const flow = action === null ? undefined : node.actions[action]?.flow;
  const way =
    flow === undefined ? undefined : draft.index.outgoing.get(token.node)?.find((each) => each.id === flow);
  if (flow !== undefined && way === undefined) throw flowErrors.noWayOn({ stage: node.title });
  if (way === undefined || isInstance(draft, token)) leaveNode(draft, left, result === 'for');
  else {
    clearToken(draft, token.id);
    takeFlows(draft, left, [way]);
  }
}

export function userNodeOf(draft: Pick<Draft, 'model'>, id: string): UserNode {
  const node = nodeOf(draft.model, id);
  if (node.kind !== 'user') throw flowErrors.unknownStage({ stage: node.title });
  return node;
}

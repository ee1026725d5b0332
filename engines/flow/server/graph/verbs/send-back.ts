/** 驳回 and 撤回: a case goes back to a task on its way, with all that came of it since; every opinion stays in the timeline. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { UserNode } from '../../../../../kernel/process.ts';
import { flowErrors } from '../../../contract.ts';
import { closeItem, type Draft, moveToken, nextId, removeToken } from '../token/draft.ts';
import { serialOf } from '../token/join.ts';
import { tokenBeside } from '../token/leave.ts';
import { nodeOf } from '../token/model-index.ts';
import type { Assignee, Item, Token, TokenCase, Trail, Visit } from '../token/types.ts';
import { lastVisit, makeItem, recordVisit, userNodeOf } from '../token/work.ts';
import {
  countedFields,
  heldItem,
  invalid,
  opinionOf,
  type Seen,
  type TokenVerb,
  unlessOffered,
  unlessOpen,
} from './verb-words.ts';

interface Target {
  readonly node: string;
  readonly visit: Visit | undefined;
}

function byAge(a: { readonly id: string }, b: { readonly id: string }): number {
  return serialOf(a.id) - serialOf(b.id);
}

function visitsOnWay({ tokens }: TokenCase, token: Token): readonly Visit[] {
  return Object.values(token.trail)
    .flatMap((id) => tokens.visits[id] ?? [])
    .filter((visit) => tokens.scopes[visit.scope] !== undefined)
    .toSorted(byAge);
}

/** User tasks that this item may be sent back to: those on its way, oldest first; or as the task declares. */
export function returnTargets({ model, before, item }: Seen): readonly Target[] {
  const token = item === undefined ? undefined : before.tokens.tokens[item.token];
  if (item === undefined || token === undefined) return [];
  const onWay = visitsOnWay(before, token).filter(
    (visit) => visit.node !== item.node && nodeOf(model, visit.node).kind === 'user',
  );
  const task = nodeOf(model, item.node);
  const declared = task.kind === 'user' ? task.returnTo : undefined;
  if (declared === undefined) return onWay.map((visit) => ({ node: visit.node, visit }));
  return declared.flatMap((node) => {
    const visit = onWay.find((each) => each.node === node);
    const near = model.nodes[node]?.kind === 'user' && model.nodes[node].within === task.within;
    return node !== item.node && (visit !== undefined || near) ? [{ node, visit }] : [];
  });
}

function wantedTarget(draft: Draft, seen: Seen): Target {
  const targets = returnTargets(seen);
  const wanted = draft.command.target.stage;
  const target =
    wanted === undefined && targets.length === 1 ? targets[0] : targets.find((each) => each.node === wanted);
  if (target === undefined) throw invalid('target.stage', '请选择退回到的环节');
  return target;
}

/** Back to whoever did it: the person where the task goes to people, the unit where it goes to units, anew where several sign. */
export function formerHolder(
  draft: Draft,
  task: UserNode,
  visit: Assignee | undefined,
): Assignee | undefined {
  if (visit === undefined || (task.sign !== undefined && task.sign.mode !== 'single')) return undefined;
  switch (task.candidate.kind) {
    case 'area':
    case 'initiator':
      return undefined;
    case 'unit':
      return draft.command.unit !== null || visit.unit === null
        ? undefined
        : { unit: visit.unit, person: null };
    default:
      return { unit: visit.unit, person: visit.person };
  }
}

function livingTrail(draft: Draft, trail: Trail): Trail {
  return Object.fromEntries(Object.entries(trail).filter(([, id]) => draft.visits.has(id)));
}

/** Takes away every token that came from the visit, and puts one where it was. */
function backTo(draft: Draft, visit: Visit, to: Assignee | undefined): void {
  const { node, scope, instance, trail } = visit;
  for (const token of draft.tokens.values()) if (token.trail[node] === visit.id) removeToken(draft, token.id);
  moveToken(
    draft,
    {
      id: nextId(draft, 't'),
      scope,
      node,
      via: null,
      trail: livingTrail(draft, trail),
      ...(instance === undefined ? {} : { instance }),
    },
    to,
  );
}

function detour(draft: Draft, item: Item, node: string, to: Assignee | undefined): void {
  const task = userNodeOf(draft, node);
  draft.items.set(item.id, { ...item, state: 'parked', parkedAt: draft.facts.now.toISOString() });
  const initiator =
    task.candidate.kind === 'initiator' ? { unit: null, person: draft.row.initiator } : undefined;
  makeItem(
    draft,
    {
      token: item.token,
      node,
      to: to ?? initiator ?? { unit: null, person: null },
      manner: 'detour',
      parent: item.id,
      addedBy: draft.command.by.id,
    },
    task.limit ?? null,
  );
}

export const returnBack: TokenVerb = {
  title: '退回',
  needs: ['opinion', 'stage', 'mode'],
  negative: true,
  refuses(seen) {
    const refused = unlessOffered(seen, 'return', '退回');
    if (refused !== undefined) return refused;
    if (seen.item?.parent != null) return flowErrors.onlyAnswer();
    return returnTargets(seen).length === 0 ? flowErrors.nowhereToReturn() : undefined;
  },
  play(draft, seen) {
    opinionOf(draft);
    const item = heldItem(seen);
    const { node, visit } = wantedTarget(draft, seen);
    const task = userNodeOf(draft, node);
    const token = draft.tokens.get(item.token);
    if (token === undefined) throw flowErrors.itemGone();
    closeItem(draft, item, draft.command.action, draft.command.by.id);
    if (draft.command.target.mode === 'straight') {
      detour(draft, item, node, visit === undefined ? undefined : { unit: visit.unit, person: visit.person });
    } else {
      // Closed by its holder already: it is not cancelled a second time.
      draft.items.delete(item.id);
      recordVisit(draft, { ...token, node: item.node }, { unit: item.unit, person: draft.command.by.id });
      const to = formerHolder(draft, task, visit ?? lastVisit(draft, node));
      if (visit !== undefined) backTo(draft, visit, to);
      else {
        const { id, scope, trail } = tokenBeside(draft, token, node);
        removeToken(draft, id);
        moveToken(draft, { id, scope, trail, node, via: null }, to);
      }
    }
    countedFields(draft, seen, `${item.node}.return`);
    return { title: '退回', source: 'verb.return' };
  },
};

/** The newest task that this person left, as long as nobody has acted on what came of it. */
export function takenBack({ before, by, model }: Seen): Visit | undefined {
  const { tokens, visits, items, scopes } = before.tokens;
  const mine = Object.values(visits).filter(
    (visit) => visit.person === by && scopes[visit.scope] !== undefined,
  );
  return mine.toSorted(byAge).findLast((visit) => {
    const task = nodeOf(model, visit.node);
    if (task.kind !== 'user' || task.verbs?.includes('take-back') !== true) return false;
    const from = Object.values(tokens).filter((token) => token.trail[visit.node] === visit.id);
    const newest = from.every((token) =>
      Object.values(token.trail).every((id) => serialOf(id) <= serialOf(visit.id)),
    );
    const untouched = Object.values(items).every(
      (item) =>
        !from.some((token) => token.id === item.token) ||
        ((item.state === 'open' || item.state === 'waiting') &&
          item.claimedBy === null &&
          item.manner === 'signer'),
    );
    return from.length > 0 && newest && untouched;
  });
}

export const takeBack: TokenVerb = {
  title: '撤回上一步',
  needs: [],
  whole: true,
  refuses(seen) {
    const refused = unlessOpen(seen);
    if (refused !== undefined) return refused;
    return takenBack(seen) === undefined ? flowErrors.nothingToTakeBack() : undefined;
  },
  play(draft, seen) {
    const visit = takenBack(seen);
    if (visit === undefined) throw commonErrors.forbidden();
    backTo(draft, visit, { unit: visit.unit, person: visit.person });
    return { title: '撤回上一步', source: 'verb.take-back' };
  },
};

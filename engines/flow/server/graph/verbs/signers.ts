/** 加签 (before, after, parallel) and 减签. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import { flowErrors } from '../../../contract.ts';
import type { Draft } from '../token/draft.ts';
import type { Assignee, Item } from '../token/types.ts';
import { dropItem, makeItem, settleWork, userNodeOf } from '../token/work.ts';
import { parkBehind, takeUp } from './hand-over.ts';
import {
  heldItem,
  invalid,
  type Seen,
  type TokenVerb,
  unlessAdministers,
  unlessOffered,
  unlessOpen,
} from './verb-words.ts';

function same(item: Item, to: Assignee): boolean {
  return item.person === to.person && (to.person !== null || item.unit === to.unit);
}

function addedPeople(draft: Draft, item: Item): readonly Assignee[] {
  const { target, unit, person } = draft.command;
  const people = target.people ?? (person === null && unit === null ? [] : [{ unit, person }]);
  if (people.length === 0) throw invalid('target.people', '请选择加签的人员');
  const signing = [...draft.items.values()].filter(
    (other) => other.token === item.token && other.state !== 'done',
  );
  if (
    people.some(
      (to, at) =>
        signing.some((other) => same(other, to)) ||
        people.findIndex((one) => one.person === to.person && one.unit === to.unit) !== at,
    )
  )
    throw invalid('target.people', '所选人员已在签署人之列');
  if (signing.length + people.length > draft.facts.bounds.instances)
    throw flowErrors.tooManyInstances({
      stage: userNodeOf(draft, item.node).title,
      most: draft.facts.bounds.instances,
    });
  if (draft.facts.reachable !== true)
    throw flowErrors.outOfReach({}, [{ path: 'target.people', message: '所选人员没有办理此环节的权限' }]);
  return people;
}

const positionTitles = { before: '前加签', after: '后加签', parallel: '并加签' } as const;

export const addSigner: TokenVerb = {
  title: '加签',
  needs: ['people', 'position'],
  refuses(seen) {
    const refused = unlessOffered(seen, 'add-signer', '加签');
    return refused ?? (seen.item?.parent == null ? undefined : flowErrors.onlyAnswer());
  },
  play(draft, seen) {
    const item = heldItem(seen);
    const { position = 'parallel' } = draft.command.target;
    const people = addedPeople(draft, item);
    if (position === 'before') parkBehind(draft, item, people, 'before');
    else
      for (const to of people)
        makeItem(
          draft,
          {
            token: item.token,
            node: item.node,
            to,
            manner: position,
            waiting: position === 'after',
            addedBy: draft.command.by.id,
          },
          item.limit,
        );
    return { title: positionTitles[position], source: 'verb.add-signer' };
  },
};

/** Signers that this person may take off: those he added; whoever administers, any. */
export function droppable(seen: Seen): readonly Item[] {
  const administers = unlessAdministers(seen) === undefined;
  const all = Object.values(seen.before.tokens.items);
  const offered = (item: Item) => userNodeOf(seen, item.node).verbs?.includes('drop-signer') === true;
  return all.filter(
    (item) =>
      (item.state === 'open' || item.state === 'waiting') &&
      item.manner !== 'detour' &&
      (administers || (item.addedBy === seen.by && offered(item))) &&
      // The last one of a task cannot go: nobody would be left to finish it.
      all.some((other) => other.id !== item.id && other.token === item.token),
  );
}

export const dropSigner: TokenVerb = {
  title: '减签',
  needs: ['signer'],
  whole: true,
  refuses(seen) {
    return unlessOpen(seen) ?? (droppable(seen).length === 0 ? flowErrors.signerGone() : undefined);
  },
  play(draft, seen) {
    const item = droppable(seen).find((each) => each.id === draft.command.target.item);
    if (item === undefined) throw invalid('target.item', '请选择要减去的签署人');
    const token = draft.tokens.get(item.token);
    const parent = item.parent === null ? undefined : draft.items.get(item.parent);
    if (token === undefined) throw commonErrors.missing();
    dropItem(draft, item);
    const waited = [...draft.items.values()].some((other) => other.parent === item.parent);
    if (parent !== undefined && !waited) takeUp(draft, parent, false);
    if (parent === undefined) {
      const left = [...draft.items.values()].some(
        (other) => other.token === token.id && other.parent === null,
      );
      if (!left) throw flowErrors.lastSigner();
      settleWork(draft, token, userNodeOf(draft, token.node));
    }
    return { title: '减签', source: 'verb.drop-signer' };
  },
};

/** The verbs that end a case whole, and the one that opens it again: 撤回, 作废, 并案, 拆分, 重新办理. */
import { CityError } from '../../../../../kernel/errors.ts';
import { flowErrors } from '../../../contract.ts';
import type { VerbRule } from '../../step/types.ts';
import { closeItem, type Draft, moveToken, nextId, removeToken, root } from '../token/draft.ts';
import { lastVisit, userNodeOf } from '../token/work.ts';
import { merge as stagedMerge } from '../../verbs/merge.ts';
import { reopen as stagedReopen, reopenStage } from '../../verbs/reopen.ts';
import { split as stagedSplit } from '../../verbs/split.ts';
import { terminate as stagedTerminate } from '../../verbs/terminate.ts';
import { formerHolder } from './send-back.ts';
import {
  opinionOf,
  type Seen,
  stagedPowers,
  stagedView,
  type Told,
  type TokenVerb,
  unlessAdministers,
  unlessRunning,
} from './verb-words.ts';

export function openRoot(draft: Draft): void {
  draft.scopes.set(root, { id: root, token: null, outer: null, node: null, outcome: null });
}

/** Every branch ends; the item that the command is about ends by it, the others because nobody needs them any more. */
export function endAll(draft: Draft, { item }: Seen, outcome: string): void {
  if (item !== undefined) {
    closeItem(draft, item, draft.command.action, draft.command.by.id);
    draft.items.delete(item.id);
  }
  for (const token of draft.tokens.values()) if (token.scope === root) removeToken(draft, token.id);
  draft.ended = outcome;
}

function onlyOpenIn(model: Seen['model'], before: Seen['before']): string | undefined {
  const allowed = model.withdraw;
  if (allowed === undefined) return undefined;
  return Object.values(before.tokens.items).find(
    (item) => item.state === 'open' && !allowed.includes(item.node),
  )?.node;
}

export const withdraw: TokenVerb = {
  title: '撤回',
  needs: [],
  negative: true,
  whole: true,
  refuses(seen) {
    const refused = unlessRunning(seen);
    if (refused !== undefined) return refused;
    if (!seen.powers.opened) return flowErrors.notInitiator();
    const late = onlyOpenIn(seen.model, seen.before);
    return late === undefined
      ? undefined
      : flowErrors.tooLateToWithdraw({ stage: seen.model.nodes[late]?.title ?? '' });
  },
  play(draft, seen) {
    endAll(draft, seen, 'withdrawn');
    return { title: '撤回', source: 'verb.withdraw' };
  },
};

export const terminate: TokenVerb = {
  title: '作废',
  needs: ['opinion'],
  negative: true,
  whole: true,
  refuses(seen) {
    const refused = unlessRunning(seen);
    if (refused !== undefined) return refused;
    if (seen.model.allow.administer !== undefined && unlessAdministers(seen) === undefined) return undefined;
    return stagedTerminate.refuses(seen.process, stagedView(seen), stagedPowers(seen), seen.by);
  },
  play(draft, seen) {
    opinionOf(draft);
    endAll(draft, seen, 'terminated');
    return { title: '作废', source: 'verb.terminate' };
  },
};

/** Merging and splitting are refused and checked by the rules of staged cases. */
function endingVerb(rule: VerbRule, outcome: string, verb: string): TokenVerb {
  return {
    title: rule.title,
    needs: rule.needs,
    refuses: (seen) => rule.refuses(seen.process, stagedView(seen), stagedPowers(seen), seen.by),
    play(draft, seen): Told {
      const { powers: _powers, item: _item, signature: _signature, ...command } = draft.command;
      const step = rule.decide(
        seen.process,
        stagedView(seen),
        { ...command, powers: stagedPowers(seen) },
        draft.facts,
      );
      if (step instanceof CityError) throw step;
      endAll(draft, seen, outcome);
      const { mergesInto, children } = step;
      if (mergesInto !== undefined) draft.fields['mergedInto'] = mergesInto;
      return {
        title: step.entry.title,
        source: verb,
        extra: {
          ...(mergesInto === undefined ? {} : { mergesInto }),
          ...(children === undefined ? {} : { children }),
        },
      };
    },
  };
}

export const merge = endingVerb(stagedMerge, 'merged', 'verb.merge');
export const split = endingVerb(stagedSplit, 'split', 'verb.split');

export const reopen: TokenVerb = {
  title: '重新办理',
  needs: ['opinion'],
  whole: true,
  refuses: (seen) => stagedReopen.refuses(seen.process, stagedView(seen), stagedPowers(seen), seen.by),
  play(draft, seen) {
    opinionOf(draft);
    const stage = reopenStage(seen.process, stagedView(seen));
    if (stage === undefined) throw flowErrors.notReopenable();
    const restarted = { outcome: null, closedAt: null, closedLate: null, status: 'open', dueAt: null };
    Object.assign(draft.fields, restarted);
    openRoot(draft);
    const to = formerHolder(draft, userNodeOf(draft, stage), lastVisit(draft, stage));
    moveToken(draft, { id: nextId(draft, 't'), scope: root, node: stage, via: null, trail: {} }, to);
    return { title: '重新办理', source: 'verb.reopen' };
  },
};

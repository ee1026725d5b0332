/** Repeated activities (multi-instance): how many instances there are and how they start. */
import type { Repeats } from '../../../../../kernel/process.ts';
import { flowErrors } from '../../../contract.ts';
import { contextOf, type Draft, moveToken, nextId } from './draft.ts';
import { nodeOf } from './model-index.ts';
import type { Token } from './types.ts';

/** One instance of a repeated activity, not the activity as a whole. */
export function isInstance(draft: Draft, token: Token): boolean {
  const scope = draft.scopes.get(token.scope);
  return token.instance !== undefined && scope?.loop !== undefined && scope.node === token.node;
}

function elementsOf(draft: Draft, token: Token, repeats: Repeats): readonly unknown[] {
  const context = contextOf(draft, token);
  const most = draft.facts.bounds.instances;
  const given = draft.facts.evaluate(repeats.over ?? repeats.count ?? 'null', context);
  const many = { stage: nodeOf(draft.model, token.node).title, most };
  if (repeats.over === undefined) {
    const count = typeof given === 'number' && given > 0 ? Math.floor(given) : 0;
    if (count > most) throw flowErrors.tooManyInstances(many);
    return Array.from({ length: count }, (_, at) => at + 1);
  }
  if (given === null || given === undefined) return [];
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length > most) throw flowErrors.tooManyInstances(many);
  return list;
}

/** False when there is nothing to repeat for. */
export function startLoop(draft: Draft, token: Token, repeats: Repeats): boolean {
  const items = elementsOf(draft, token, repeats);
  if (items.length === 0) return false;
  const scope = nextId(draft, 's');
  const first = repeats.order === 'sequential' ? 1 : items.length;
  draft.scopes.set(scope, {
    id: scope,
    token: token.id,
    outer: token.scope,
    node: token.node,
    outcome: null,
    loop: { items, next: first, done: 0, agreed: 0 },
  });
  const { node, trail } = token;
  for (let instance = 0; instance < first; instance += 1)
    moveToken(draft, { id: nextId(draft, 't'), scope, node, via: null, trail, instance });
  return true;
}

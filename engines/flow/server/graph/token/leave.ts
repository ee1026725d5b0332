/** How tokens leave: by flows, back into their loop, out of a scope that is over, or to the event that catches an error. */
import type { ProcessFlow } from '../../../../../kernel/process.ts';
import { flowErrors } from '../../../contract.ts';
import {
  clearScope,
  clearToken,
  contextOf,
  type Draft,
  moveToken,
  nextId,
  removeToken,
  root,
} from './draft.ts';
import { isInstance } from './loop.ts';
import { nodeOf } from './model-index.ts';
import type { Scope, Token } from './types.ts';

export function outgoing(draft: Draft, node: string): readonly ProcessFlow[] {
  return draft.index.outgoing.get(node) ?? [];
}

/** The flows whose conditions hold, or the default one; `first`: the earliest of them only. */
export function flowsThatHold(draft: Draft, token: Token, first: boolean): readonly ProcessFlow[] {
  const all = outgoing(draft, token.node);
  const context = contextOf(draft, token);
  const taken: ProcessFlow[] = [];
  for (const flow of all) {
    if (flow.otherwise === true) continue;
    if (flow.when !== undefined && draft.facts.evaluate(flow.when, context) !== true) continue;
    taken.push(flow);
    if (first) break;
  }
  if (taken.length > 0) return taken;
  const otherwise = all.filter((flow) => flow.otherwise === true);
  if (otherwise.length === 0 && all.length > 0)
    throw flowErrors.noWayOn({ stage: nodeOf(draft.model, token.node).title });
  return otherwise;
}

/** The token goes on by these flows: itself by the first, copies by the others; by none it is used up. */
export function takeFlows(draft: Draft, token: Token, flows: readonly ProcessFlow[]): void {
  const [first, ...others] = flows;
  if (first === undefined) {
    draft.tokens.delete(token.id);
    finishScope(draft, token.scope);
    return;
  }
  const { id, scope, trail } = token;
  moveToken(draft, { id, scope, trail, node: first.to, via: first.id });
  for (const flow of others)
    moveToken(draft, { id: nextId(draft, 't'), scope, trail, node: flow.to, via: flow.id });
}

/** Leaves an activity or event that is done; an instance of a repeated activity goes back to its loop. */
export function leaveNode(draft: Draft, token: Token, agreed = true): void {
  clearToken(draft, token.id);
  if (isInstance(draft, token)) {
    finishInstance(draft, token, agreed);
    return;
  }
  takeFlows(draft, token, flowsThatHold(draft, token, nodeOf(draft.model, token.node).kind === 'exclusive'));
}

function finishInstance(draft: Draft, token: Token, agreed: boolean): void {
  draft.tokens.delete(token.id);
  const scope = draft.scopes.get(token.scope);
  const node = nodeOf(draft.model, token.node);
  const repeats = 'repeats' in node ? node.repeats : undefined;
  if (scope?.loop === undefined || repeats === undefined) return;
  const loop = {
    ...scope.loop,
    done: scope.loop.done + 1,
    agreed: scope.loop.agreed + (agreed ? 1 : 0),
  };
  const counts = { done: loop.done, agreed: loop.agreed, total: loop.items.length };
  const enough =
    repeats.done !== undefined &&
    draft.facts.evaluate(repeats.done, { ...contextOf(draft, token), ...counts }) === true;
  draft.scopes.set(scope.id, { ...scope, loop });
  if (enough || loop.done >= loop.items.length) {
    for (const other of draft.tokens.values()) if (other.scope === scope.id) removeToken(draft, other.id);
    finishScope(draft, scope.id);
  } else if (repeats.order === 'sequential') {
    draft.scopes.set(scope.id, { ...scope, loop: { ...loop, next: loop.next + 1 } });
    const { trail, node: at } = token;
    moveToken(draft, {
      id: nextId(draft, 't'),
      scope: scope.id,
      node: at,
      via: null,
      trail,
      instance: loop.next,
    });
  }
}

/** A scope without tokens is over: the case ends, or the token that held it goes on. */
export function finishScope(draft: Draft, id: string): void {
  const scope = draft.scopes.get(id);
  if (scope === undefined || [...draft.tokens.values()].some((token) => token.scope === id)) return;
  if (scope.token === null) {
    draft.ended ??= scope.outcome ?? 'done';
    return;
  }
  const holder = draft.tokens.get(scope.token);
  clearScope(draft, id);
  if (holder !== undefined) leaveNode(draft, holder);
}

/** The nearest boundary event around the scope that catches the error takes over; uncaught, it ends the case. */
export function raiseError(draft: Draft, from: string, error: string): void {
  for (
    let scope = draft.scopes.get(from);
    scope?.token != null;
    scope = draft.scopes.get(scope.outer ?? '')
  ) {
    const holder = draft.tokens.get(scope.token);
    if (holder !== undefined && catchError(draft, holder, error)) return;
  }
  draft.notes.push(`出现未处理的错误“${draft.model.errors?.[error] ?? error}”`);
  for (const token of draft.tokens.values()) if (token.scope === root) removeToken(draft, token.id);
  draft.ended = draft.model.outcomes[error] === undefined ? 'terminated' : error;
}

/** The token of the activity as a whole: boundary events sit on a repeated one, not on its instances. */
function hostOf(draft: Draft, token: Token): Token | undefined {
  return isInstance(draft, token) ? draft.tokens.get(draft.scopes.get(token.scope)?.token ?? '') : token;
}

/** Does an error boundary of this token's activity take it? All instances of a repeated one end with it. */
export function catchError(draft: Draft, token: Token, error: string): boolean {
  const caught = (draft.index.boundaries.get(token.node) ?? []).find(
    ([, { on }]) => on.kind === 'error' && (on.error === undefined || on.error === error),
  );
  const host = hostOf(draft, token);
  if (caught === undefined || host === undefined) return false;
  clearToken(draft, host.id);
  moveToken(draft, { ...host, node: caught[0], via: null });
  return true;
}

/** In whose place that node can be come to: this token, or the one of the sub-process or repeated activity around it, which ends with that. */
export function tokenBeside(draft: Draft, token: Token, node: string): Token {
  const { within } = nodeOf(draft.model, node);
  let at: Token | undefined = token;
  while (at !== undefined) {
    const scope: Scope | undefined = draft.scopes.get(at.scope);
    if (scope?.loop === undefined && (scope?.node ?? undefined) === within) return at;
    at = draft.tokens.get(scope?.token ?? '');
  }
  throw flowErrors.notThere();
}

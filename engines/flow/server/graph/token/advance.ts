/** Moves tokens until every one of them rests: what happens when a token comes to each kind of node. */
import { type Effect, isActivity, type ProcessNode } from '../../../../../kernel/process.ts';
import { flowErrors } from '../../../contract.ts';
import { contextOf, type Draft, moveToken, nextId, removeToken } from './draft.ts';
import { armBoundaries, armEvents, awaitThing, keyOf } from './event.ts';
import { fireJoin, restsAtJoin } from './join.ts';
import { finishScope, flowsThatHold, leaveNode, outgoing, raiseError, takeFlows } from './leave.ts';
import { isInstance, startLoop } from './loop.ts';
import { entryNodes, nodeOf } from './model-index.ts';
import type { Assignee, Token } from './types.ts';
import { startWork } from './work.ts';

/** What an end or a throw does. True when it took the token away. */
function produce(draft: Draft, token: Token, effect: Effect | undefined): boolean {
  if (effect?.kind === 'message' || effect?.kind === 'signal') {
    const key = effect.kind === 'message' ? keyOf(draft, token, effect.key) : null;
    draft.sends.push({
      kind: effect.kind,
      name: effect.kind === 'message' ? effect.message : effect.signal,
      key,
    });
  }
  if (effect?.kind === 'terminate')
    for (const other of draft.tokens.values())
      if (other.scope === token.scope && other.id !== token.id) removeToken(draft, other.id);
  if (effect?.kind !== 'error') return false;
  draft.tokens.delete(token.id);
  raiseError(draft, token.scope, effect.error);
  return true;
}

function enterEnd(draft: Draft, token: Token, node: Extract<ProcessNode, { kind: 'end' }>): void {
  const scope = draft.scopes.get(token.scope);
  if (scope !== undefined && node.outcome !== undefined)
    draft.scopes.set(scope.id, { ...scope, outcome: node.outcome });
  if (!produce(draft, token, node.does)) takeFlows(draft, token, []);
}

function enterSubProcess(draft: Draft, token: Token): void {
  const scope = nextId(draft, 's');
  draft.scopes.set(scope, {
    id: scope,
    token: token.id,
    outer: token.scope,
    node: token.node,
    outcome: null,
  });
  rest(draft, token, 'scope');
  for (const node of entryNodes(draft.model, draft.index, token.node))
    moveToken(draft, { id: nextId(draft, 't'), scope, node, via: null, trail: token.trail });
  finishScope(draft, scope);
}

function rest(draft: Draft, token: Token, rests: Token['rests']): void {
  draft.tokens.set(token.id, { ...token, rests });
}

function conclude(draft: Draft, token: Token, node: Extract<ProcessNode, { kind: 'decision' }>): void {
  const { conclude: ask } = draft.facts;
  if (ask === undefined) throw flowErrors.noDecision({ decision: node.decision });
  const question = { decision: node.decision, context: contextOf(draft, token) };
  const answer = ask(question);
  if (answer === undefined) {
    draft.questions.push(question);
    return;
  }
  Object.assign(draft.fields, fieldsOf(node, answer.value));
  draft.notes.push(`${node.title}:${answer.because}`);
  leaveNode(draft, token);
}

/** A table of one output answers with the value itself, one of several with all of them by name. */
function fieldsOf(
  { sets }: Extract<ProcessNode, { kind: 'decision' }>,
  value: unknown,
): Readonly<Record<string, unknown>> {
  const named = typeof value === 'object' && value !== null && !Array.isArray(value);
  const outputs = named ? (value as Readonly<Record<string, unknown>>) : undefined;
  if (sets === undefined) return outputs ?? {};
  return Object.fromEntries(
    Object.entries(sets).map(([field, output]) => [
      field,
      (outputs === undefined ? value : outputs[output]) ?? null,
    ]),
  );
}

function call(draft: Draft, token: Token, node: Extract<ProcessNode, { kind: 'call' }>): void {
  const wait = awaitThing(draft, token, token.node, { kind: 'call', name: node.calls });
  draft.calls.push({ wait: wait.id, type: node.calls, values: givenTo(draft, token, node) });
}

/** What a called case is opened with. */
export function givenTo(
  draft: Draft,
  token: Token,
  node: Extract<ProcessNode, { kind: 'call' }>,
): Readonly<Record<string, unknown>> {
  const context = contextOf(draft, token);
  const values = Object.entries(node.gives ?? {}).map(
    ([field, expression]) => [field, draft.facts.evaluate(expression, context)] as const,
  );
  return Object.fromEntries(values);
}

/** An activity that takes time: the token rests there, with the boundary events armed. */
function enterActivity(draft: Draft, token: Token, node: ProcessNode, to: Assignee | undefined): void {
  if (!isInstance(draft, token)) armBoundaries(draft, token);
  if (node.kind === 'user') startWork(draft, token, node, to);
  else if (node.kind === 'service') awaitThing(draft, token, token.node, { kind: 'job', name: node.job });
  else if (node.kind === 'receive')
    awaitThing(draft, token, token.node, {
      kind: 'message',
      name: node.message,
      key: keyOf(draft, token, node.key),
    });
  else if (node.kind === 'call') call(draft, token, node);
  else if (node.kind === 'sub-process') enterSubProcess(draft, token);
}

function enterGateway(
  draft: Draft,
  token: Token,
  node: Extract<ProcessNode, { kind: 'exclusive' | 'inclusive' | 'parallel' | 'event' }>,
): void {
  if (node.kind === 'event') armEvents(draft, token);
  else if (node.kind === 'exclusive') leaveNode(draft, token);
  else if (restsAtJoin(draft, token)) rest(draft, token, 'join');
  else fork(draft, token);
}

/** A parallel gateway takes every flow whatever stands on it; an inclusive one those whose conditions hold. */
export function fork(draft: Draft, token: Token): void {
  const parallel = nodeOf(draft.model, token.node).kind === 'parallel';
  takeFlows(draft, token, parallel ? outgoing(draft, token.node) : flowsThatHold(draft, token, false));
}

function enter(draft: Draft, token: Token, to: Assignee | undefined): void {
  draft.passed += 1;
  const node = nodeOf(draft.model, token.node);
  if (draft.passed > draft.facts.bounds.steps) throw flowErrors.endlessLoop({ stage: node.title });
  if ('repeats' in node && node.repeats !== undefined && !isInstance(draft, token)) {
    rest(draft, token, 'scope');
    armBoundaries(draft, token);
    if (!startLoop(draft, token, node.repeats)) leaveNode(draft, token);
    return;
  }
  switch (node.kind) {
    case 'exclusive':
    case 'inclusive':
    case 'parallel':
    case 'event':
      return enterGateway(draft, token, node);
    case 'end':
      return enterEnd(draft, token, node);
    case 'catch':
      return armEvents(draft, token);
    case 'decision':
      return conclude(draft, token, node);
    case 'throw':
      produce(draft, token, node.does);
      return leaveNode(draft, token);
    case 'send':
      produce(draft, token, {
        kind: 'message',
        message: node.message,
        ...(node.key === undefined ? {} : { key: node.key }),
      });
      return leaveNode(draft, token);
    case 'manual':
      draft.notes.push(node.title);
      return leaveNode(draft, token);
    default:
      return isActivity(node) ? enterActivity(draft, token, node, to) : leaveNode(draft, token);
  }
}

/** Plays until every token rests. Throws what makes the whole command impossible: no way on, an endless loop, too many tokens. */
export function advance(draft: Draft): void {
  for (;;) {
    const next = draft.moving.shift();
    if (next === undefined) {
      if (draft.ended !== null) return;
      const joined = fireJoin(draft);
      if (joined === undefined) return;
      fork(draft, joined);
      continue;
    }
    const token = draft.tokens.get(next.token);
    if (token !== undefined && draft.ended === null) enter(draft, token, next.to);
  }
}

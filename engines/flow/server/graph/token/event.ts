/** Events that wait: timers, messages, signals, jobs and called cases; arming them, and what their coming does. */
import type { ProcessNode, Trigger } from '../../../../../kernel/process.ts';
import { flowErrors } from '../../../contract.ts';
import { dueOf } from '../../step/clock.ts';
import { leaveNode } from './leave.ts';
import { clearToken, contextOf, type Draft, moveToken, nextId } from './draft.ts';
import { nodeOf } from './model-index.ts';
import type { Token, Wait } from './types.ts';

/** What a message is matched by: the expression's value, else the case's number. */
export function keyOf(draft: Draft, token: Token, expression: string | undefined): string | null {
  if (expression === undefined) return draft.row.number;
  const value = draft.facts.evaluate(expression, contextOf(draft, token));
  return value === null || value === undefined ? null : String(value);
}

export function awaitThing(
  draft: Draft,
  token: Token,
  node: string,
  what: Pick<Wait, 'kind' | 'name'> & Partial<Wait>,
): Wait {
  const wait: Wait = {
    key: null,
    dueAt: null,
    clock: 'natural-day',
    left: 1,
    incident: null,
    ...what,
    id: nextId(draft, 'w'),
    token: token.id,
    node,
  };
  draft.waits.set(wait.id, wait);
  return wait;
}

function momentOf(draft: Draft, token: Token, expression: string, node: ProcessNode): string {
  const value = draft.facts.evaluate(expression, contextOf(draft, token));
  const moment = new Date(value instanceof Date || typeof value === 'number' ? value : String(value));
  if (Number.isNaN(moment.getTime())) throw flowErrors.badMoment({ stage: node.title });
  return moment.toISOString();
}

export function awaitTrigger(draft: Draft, token: Token, id: string, on: Trigger): void {
  if (on.kind === 'error') return;
  if (on.kind === 'signal') awaitThing(draft, token, id, { kind: 'signal', name: on.signal });
  else if (on.kind === 'message')
    awaitThing(draft, token, id, { kind: 'message', name: on.message, key: keyOf(draft, token, on.key) });
  else if ('at' in on) {
    const dueAt = momentOf(draft, token, on.at, nodeOf(draft.model, id));
    awaitThing(draft, token, id, { kind: 'timer', name: '', dueAt });
  } else
    awaitThing(draft, token, id, {
      kind: 'timer',
      name: '',
      dueAt: dueOf(draft.facts, on.after),
      clock: on.after.unit,
      left: on.times ?? 1,
    });
}

export function armBoundaries(draft: Draft, token: Token): void {
  for (const [id, { on }] of draft.index.boundaries.get(token.node) ?? []) awaitTrigger(draft, token, id, on);
}

/** A catching event waits for itself, an event gateway for all the events behind it. */
export function armEvents(draft: Draft, token: Token): void {
  const node = nodeOf(draft.model, token.node);
  const ids =
    node.kind === 'event'
      ? (draft.index.outgoing.get(token.node) ?? []).map((flow) => flow.to)
      : [token.node];
  for (const id of ids) {
    const event = nodeOf(draft.model, id);
    if (event.kind === 'catch') awaitTrigger(draft, token, id, event.on);
    else if (event.kind === 'receive')
      awaitThing(draft, token, id, {
        kind: 'message',
        name: event.message,
        key: keyOf(draft, token, event.key),
      });
  }
}

function fireBoundary(
  draft: Draft,
  token: Token,
  wait: Wait,
  node: Extract<ProcessNode, { kind: 'boundary' }>,
): void {
  if (node.interrupting) {
    clearToken(draft, token.id);
    moveToken(draft, { ...token, node: wait.node, via: null });
    return;
  }
  const { scope, trail } = token;
  moveToken(draft, { id: nextId(draft, 't'), scope, trail, node: wait.node, via: null });
  const again = wait.kind !== 'timer' || wait.left > 1;
  const { came: _came, ...fresh } = { ...wait, incident: null };
  if (!again) draft.waits.delete(wait.id);
  else if (wait.kind === 'timer' && node.on.kind === 'timer' && 'after' in node.on)
    draft.waits.set(wait.id, { ...fresh, left: wait.left - 1, dueAt: dueOf(draft.facts, node.on.after) });
  else if (wait.incident !== null) draft.waits.set(wait.id, fresh);
}

/** What was waited for has come. */
export function fireWait(draft: Draft, wait: Wait): void {
  const token = draft.tokens.get(wait.token);
  if (token === undefined) return;
  const node = nodeOf(draft.model, wait.node);
  if (node.kind === 'boundary') fireBoundary(draft, token, wait, node);
  // Behind an event gateway the token goes on from the event that came.
  else leaveNode(draft, { ...token, node: wait.node });
}

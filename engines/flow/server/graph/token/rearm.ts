/** What a token waits for, held against the model in hand: what fits stays with its clock, what is not there any more goes, what is new begins. */
import type { ProcessNode } from '../../../../../kernel/process.ts';
import { isActivity } from '../../../../../kernel/process.ts';
import type { Draft } from './draft.ts';
import { awaitThing, awaitTrigger, keyOf } from './event.ts';
import { isInstance } from './loop.ts';
import { nodeOf } from './model-index.ts';
import type { Token, Wait } from './types.ts';

/** Nodes whose coming this token waits for: boundary events that sit on it, and what it rests for itself. */
function wantedBy(draft: Draft, token: Token): readonly (readonly [string, ProcessNode])[] {
  const node = nodeOf(draft.model, token.node);
  const boundaries =
    isActivity(node) && !isInstance(draft, token) ? (draft.index.boundaries.get(token.node) ?? []) : [];
  const caught = boundaries.filter(([, { on }]) => on.kind !== 'error');
  if (token.rests !== 'wait') return caught;
  if (node.kind !== 'event') return [...caught, [token.node, node]];
  const behind = (draft.index.outgoing.get(token.node) ?? []).map((flow) => flow.to);
  return behind.map((id) => [id, nodeOf(draft.model, id)] as const);
}

function fits(draft: Draft, token: Token, wait: Wait, node: ProcessNode): boolean {
  if (node.kind === 'service') return wait.kind === 'job' && wait.name === node.job;
  if (node.kind === 'call') return wait.kind === 'call' && wait.name === node.calls;
  const on = 'on' in node ? node.on : undefined;
  if (on?.kind === 'timer') return wait.kind === 'timer';
  if (on?.kind === 'signal') return wait.kind === 'signal' && wait.name === on.signal;
  const caught = on?.kind === 'message' ? on : undefined;
  const message = node.kind === 'receive' ? node : caught;
  return (
    message !== undefined &&
    wait.kind === 'message' &&
    wait.name === message.message &&
    wait.key === keyOf(draft, token, message.key)
  );
}

function begin(draft: Draft, token: Token, id: string, node: ProcessNode): void {
  if (node.kind === 'service') awaitThing(draft, token, id, { kind: 'job', name: node.job });
  else if (node.kind === 'receive')
    awaitTrigger(draft, token, id, {
      kind: 'message',
      message: node.message,
      ...(node.key === undefined ? {} : { key: node.key }),
    });
  else if ((node.kind === 'catch' || node.kind === 'boundary') && node.on.kind !== 'error')
    awaitTrigger(draft, token, id, node.on);
}

export function rearm(draft: Draft, token: Token): void {
  const wanted = new Map(wantedBy(draft, token));
  for (const wait of draft.waits.values()) {
    if (wait.token !== token.id) continue;
    const node = wanted.get(wait.node);
    if (node !== undefined && fits(draft, token, wait, node)) wanted.delete(wait.node);
    else draft.waits.delete(wait.id);
  }
  const carried = new Set(draft.command.target.carried);
  for (const [id, node] of wanted)
    if (node.kind !== 'boundary' || !carried.has(id)) begin(draft, token, id, node);
}

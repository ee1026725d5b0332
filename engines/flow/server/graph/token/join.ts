/**
 * Joins: parallel and inclusive gateways with several ways in. A join waits for the tokens that can still come and for no other, so that it
 * never starves; when only joins are left waiting for each other, the oldest goes first (docs/decisions/010-tokens.md).
 */
import type { Draft } from './draft.ts';
import { sourcesOf } from './model-index.ts';
import type { Token, Trail } from './types.ts';

export function serialOf(id: string): number {
  return Number(id.slice(1));
}

/** With one way in, or coming by no flow (a jump), there is nothing to wait for. */
export function restsAtJoin(draft: Draft, token: Token): boolean {
  return token.via !== null && (draft.index.incoming.get(token.node) ?? []).length > 1;
}

function isComplete(draft: Draft, arrived: readonly Token[]): boolean {
  const [first] = arrived;
  if (first === undefined) return false;
  const here = new Set(arrived.map((token) => token.via));
  const missing = (draft.index.incoming.get(first.node) ?? []).filter((flow) => !here.has(flow.id));
  const others = [...draft.tokens.values()].filter(
    (token) => token.scope === first.scope && token.node !== first.node,
  );
  return missing.every((flow) => {
    const sources = sourcesOf(draft.index, flow);
    return !others.some((token) => sources.has(token.node));
  });
}

/** The way of a joined token is that of all its parts, the newest visit of each task. */
export function joinTrails(trails: readonly Trail[]): Trail {
  const joined: Record<string, string> = {};
  for (const trail of trails)
    for (const [node, visit] of Object.entries(trail)) {
      const known = joined[node];
      if (known === undefined || serialOf(visit) > serialOf(known)) joined[node] = visit;
    }
  return joined;
}

function groupsAtJoins(draft: Draft): readonly (readonly Token[])[] {
  const groups = new Map<string, Token[]>();
  for (const token of draft.tokens.values()) {
    if (token.rests !== 'join') continue;
    const key = `${token.scope} ${token.node}`;
    groups.set(key, [...(groups.get(key) ?? []), token]);
  }
  return [...groups.values()].map((group) => group.toSorted((a, b) => serialOf(a.id) - serialOf(b.id)));
}

/** In this scope everything waits at joins: nobody else can move it. */
function isStuck(draft: Draft, scope: string): boolean {
  return [...draft.tokens.values()].every((token) => token.scope !== scope || token.rests === 'join');
}

/** Makes one token of those that one join has waited for; undefined when all must wait on. */
export function fireJoin(draft: Draft): Token | undefined {
  const groups = groupsAtJoins(draft);
  const ready =
    groups.find((group) => isComplete(draft, group)) ??
    groups
      .filter(([first]) => first !== undefined && isStuck(draft, first.scope))
      .toSorted(([a], [b]) => serialOf(a?.id ?? 't0') - serialOf(b?.id ?? 't0'))[0];
  if (ready === undefined) return undefined;
  // One for each way in; a second by the same way waits for the next time.
  const parts = ready.filter((token, at) => ready.findIndex((other) => other.via === token.via) === at);
  const [first] = parts;
  if (first === undefined) return undefined;
  for (const part of parts) draft.tokens.delete(part.id);
  const joined: Token = { ...first, trail: joinTrails(parts.map((part) => part.trail)) };
  draft.tokens.set(joined.id, joined);
  return joined;
}

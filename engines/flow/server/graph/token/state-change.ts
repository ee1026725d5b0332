/** States of the token game as values: the empty one, what differs between two, and a state from what its timeline kept. */
import type { Collection, StateChange, TokenState } from './types.ts';
import { collections } from './types.ts';

export const emptyState: TokenState = {
  serial: 0,
  whole: null,
  tokens: {},
  scopes: {},
  items: {},
  waits: {},
  visits: {},
};

type Entries = Readonly<Record<string, TokenState[Collection][string]>>;

/** Entries are never changed in place, so that the same object is the same value. */
function entriesThatDiffer(
  before: Entries,
  after: Entries,
): Record<string, TokenState[Collection][string] | null> | undefined {
  const changed: Record<string, TokenState[Collection][string] | null> = {};
  for (const [id, entry] of Object.entries(after)) if (before[id] !== entry) changed[id] = entry;
  for (const id of Object.keys(before)) if (after[id] === undefined) changed[id] = null;
  return Object.keys(changed).length === 0 ? undefined : changed;
}

export function changeBetween(before: TokenState, after: TokenState): StateChange {
  const change: Record<string, unknown> = { serial: after.serial, whole: after.whole };
  for (const collection of collections) {
    const entries = entriesThatDiffer(before[collection], after[collection]);
    if (entries !== undefined) change[collection] = entries;
  }
  // Each collection was compared with its own kind.
  return change as unknown as StateChange;
}

export function applyChange(state: TokenState, change: StateChange): TokenState {
  const next: Record<string, unknown> = { serial: change.serial, whole: change.whole };
  for (const collection of collections) {
    const entries = { ...state[collection], ...change[collection] };
    next[collection] = Object.fromEntries(Object.entries(entries).filter(([, entry]) => entry !== null));
  }
  return next as unknown as TokenState;
}

/** The state from the changes that the timeline kept, oldest first. */
export function replayState(changes: readonly StateChange[]): TokenState {
  return changes.reduce(applyChange, emptyState);
}

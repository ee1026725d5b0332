/** Live news of the server inside one page: whoever holds the connection (engines/messages) emits, any part of the page hears. */
import { useEffect, useRef, useSyncExternalStore } from 'react';

export type LiveState = 'off' | 'connecting' | 'on';

type Listener = (payload: unknown) => void;

const listeners = new Map<string, Set<Listener>>();
const stateListeners = new Set<() => void>();
let state: LiveState = 'off';

/** Topics: a permission that the server pushes under, 'row.changed' { register, id }, 'notice', 'unread', 'reconnected'. */
export function onLive(topic: string, listener: Listener): () => void {
  const known = listeners.get(topic) ?? new Set<Listener>();
  known.add(listener);
  listeners.set(topic, known);
  return () => known.delete(listener);
}

export function emitLive(topic: string, payload: unknown): void {
  for (const listener of listeners.get(topic) ?? []) listener(payload);
}

export function setLiveState(next: LiveState): void {
  state = next;
  for (const listener of stateListeners) listener();
}

/** Hears a topic while the component is shown. News may be lost while the line is down: 'reconnected' says that it was. */
export function useLive(topic: string, handler: Listener): void {
  const latest = useRef(handler);
  latest.current = handler;
  useEffect(() => onLive(topic, (payload) => latest.current(payload)), [topic]);
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (changed) => {
      stateListeners.add(changed);
      return () => stateListeners.delete(changed);
    },
    () => state,
  );
}

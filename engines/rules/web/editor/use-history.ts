/** A value that can be changed, taken back and done again. */
import { useCallback, useState } from 'react';

const longest = 200;

export interface History<T> {
  readonly value: T;
  readonly change: (next: T) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Begins anew with a value from the server. */
  readonly reset: (value: T) => void;
}

interface Kept<T> {
  readonly past: readonly T[];
  readonly value: T;
  readonly future: readonly T[];
}

export function useHistory<T>(start: T): History<T> {
  const [kept, setKept] = useState<Kept<T>>({ past: [], value: start, future: [] });
  const change = useCallback((next: T) => {
    setKept((now) =>
      next === now.value ? now : { past: [...now.past, now.value].slice(-longest), value: next, future: [] },
    );
  }, []);
  const undo = useCallback(() => {
    setKept((now) => {
      const value = now.past.at(-1);
      return value === undefined
        ? now
        : { past: now.past.slice(0, -1), value, future: [now.value, ...now.future] };
    });
  }, []);
  const redo = useCallback(() => {
    setKept((now) => {
      const [value, ...future] = now.future;
      return value === undefined ? now : { past: [...now.past, now.value], value, future };
    });
  }, []);
  const reset = useCallback((value: T) => setKept({ past: [], value, future: [] }), []);
  const { past, future, value } = kept;
  return { value, change, undo, redo, reset, canUndo: past.length > 0, canRedo: future.length > 0 };
}

/** Short messages to the person ('已保存'); the shell in use decides how they look. */

export type TellKind = 'success' | 'error' | 'info' | 'warning';

export interface Told {
  readonly kind: TellKind;
  readonly text: string;
}

const listeners = new Set<(told: Told) => void>();

export function tell(kind: TellKind, text: string): void {
  for (const listener of listeners) listener({ kind, text });
}

export function onTold(listener: (told: Told) => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Keeps a half-filled registration until it is sent: over a reload or a sign-in, not beyond the browser tab, and with the id that the case will have. */
import { newId } from '../../../../kernel/ids.ts';

export interface OpeningDraft {
  /** Sent with the form: however often it is submitted, one case is opened. */
  readonly id: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const prefix = 'flow.opening ';

export function readOpening(type: string, start: Readonly<Record<string, unknown>>): OpeningDraft {
  try {
    const kept = JSON.parse(sessionStorage.getItem(prefix + type) ?? 'null') as Partial<OpeningDraft> | null;
    if (typeof kept?.id === 'string' && typeof kept.values === 'object')
      return { id: kept.id, values: { ...start, ...kept.values } };
  } catch {
    // A broken draft is as good as none.
  }
  return { id: newId(), values: start };
}

export function keepOpening(type: string, draft: OpeningDraft): void {
  try {
    sessionStorage.setItem(prefix + type, JSON.stringify(draft));
  } catch {
    // Storage is full or off: the form itself still holds everything.
  }
}

export function forgetOpening(type: string): void {
  try {
    sessionStorage.removeItem(prefix + type);
  } catch {
    // See keepOpening.
  }
}

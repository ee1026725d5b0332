/** What was typed into a form and not yet sent: kept in this window until it is sent or thrown away, never beyond. */
import { useState } from 'react';
import { useSession } from '../../../../ui/session.ts';

export type FormValues = Readonly<Record<string, unknown>>;

export interface RowDraft {
  /** What was kept when the form was opened. */
  readonly kept: FormValues | undefined;
  readonly keep: (values: FormValues) => void;
  readonly discard: () => void;
}

/** `place` is the register, with the row's id when one is changed. */
export function useRowDraft(place: string): RowDraft {
  const key = `city.row-draft.${useSession().subject.id}.${place}`;
  const [kept, setKept] = useState<FormValues | undefined>(() => readDraft(key));
  return {
    kept,
    keep: (values) => {
      try {
        sessionStorage.setItem(key, JSON.stringify(values));
      } catch {
        // A full or forbidden storage only means that a reload loses the draft.
      }
    },
    discard: () => {
      sessionStorage.removeItem(key);
      setKept(undefined);
    },
  };
}

function readDraft(key: string): FormValues | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    return typeof kept === 'object' && kept !== null ? (kept as FormValues) : undefined;
  } catch {
    return undefined;
  }
}

/** What was typed into a form and not yet sent: kept in this window until it is sent or thrown away, never beyond. */
import { useState } from 'react';
import { useSession } from '../../../../ui/session.ts';
import type { NamedField } from '../parts/use-register.ts';

export type FormValues = Readonly<Record<string, unknown>>;

export interface RowDraft {
  /** What was kept when the form was opened. */
  readonly kept: FormValues | undefined;
  readonly keep: (values: FormValues) => void;
  readonly discard: () => void;
}

/** `place` is the register, with the row's id when one is changed. Personal values of `fields` are not kept: the desk may be shared. */
export function useRowDraft(place: string, fields: readonly NamedField[]): RowDraft {
  const key = `city.row-draft.${useSession().subject.id}.${place}`;
  const [kept, setKept] = useState<FormValues | undefined>(() => readDraft(key));
  return {
    kept,
    keep: (values) => {
      try {
        sessionStorage.setItem(key, JSON.stringify(withoutPersonal(values, fields)));
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

function withoutPersonal(values: FormValues, fields: readonly NamedField[]): FormValues {
  const open = fields.filter(({ info }) => info.class === 'public' || info.class === 'internal');
  return Object.fromEntries(open.map(({ name }) => [name, values[name]]));
}

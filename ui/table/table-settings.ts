/** Which columns a person sees in which order, and how tight; kept in this browser for this person and this list. */
import { useContext, useState } from 'react';
import { SessionContext } from '../session.ts';

export interface KeptSettings {
  readonly density?: 'tight' | 'middle' | 'loose';
  /** Column keys in the person's order. */
  readonly order?: readonly string[];
  readonly hidden?: readonly string[];
  readonly shown?: readonly string[];
}

export interface TableSettings {
  readonly kept: KeptSettings;
  readonly keep: (settings: KeptSettings) => void;
}

export function useTableSettings(list: string): TableSettings {
  const person = useContext(SessionContext)?.subject.id ?? 'anonymous';
  const key = `city.table.${person}.${list}`;
  const [kept, setKept] = useState<KeptSettings>(() => read(key));
  return {
    kept,
    keep: (settings) => {
      setKept(settings);
      try {
        localStorage.setItem(key, JSON.stringify(settings));
      } catch {
        // A full or forbidden storage only means that the choice is not remembered.
      }
    },
  };
}

interface Arranged {
  readonly key: string;
  readonly hidden?: boolean;
}

/** New columns of a later version stand where they are declared; forgotten ones are left out. */
export function arrangeAll<C extends Arranged>(columns: readonly C[], kept: KeptSettings): readonly C[] {
  const order = kept.order ?? [];
  const place = (column: C, index: number) => {
    const found = order.indexOf(column.key);
    return found === -1 ? index : found;
  };
  return columns
    .map((column, index) => ({ column, at: place(column, index), index }))
    .sort((left, right) => left.at - right.at || left.index - right.index)
    .map((one) => one.column);
}

export function isShown(column: Arranged, kept: KeptSettings): boolean {
  if (kept.hidden?.includes(column.key)) return false;
  return column.hidden !== true || kept.shown?.includes(column.key) === true;
}

export function arrangeColumns<C extends Arranged>(columns: readonly C[], kept: KeptSettings): readonly C[] {
  return arrangeAll(columns, kept).filter((column) => isShown(column, kept));
}

function read(key: string): KeptSettings {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as KeptSettings;
  } catch {
    return {};
  }
}

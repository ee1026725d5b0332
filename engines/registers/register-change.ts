/** What the event 'register.changed' says, and how anybody follows the registers that concern him. */
import type { Filter } from '../../kernel/filter.ts';
import type { Delivered, Services, Subscription } from '../../kernel/system.ts';
import type { Work } from '../store/service.ts';

export const registerChanged = 'register.changed';

export interface RegisterChange {
  /** '<system>.<register>' */
  readonly register: string;
  /** Empty for an import, whose rows carry its batch. */
  readonly ids: readonly string[];
  readonly kind: 'created' | 'updated' | 'archived' | 'imported' | 'destroyed' | 'anonymised';
  /** Of an import. */
  readonly batch?: string;
  /** The unit, area or holder of the rows is another one. */
  readonly scope?: boolean;
}

/** For consumers of many events at once; the event must be a `registerChanged`. */
export function changeIn(event: Delivered): RegisterChange {
  return event.payload as RegisterChange;
}

/** The active rows that changed, for `TrustedRows.findMany`. */
export function rowsChanged({ ids, batch }: RegisterChange): { ids?: readonly string[]; filter?: Filter } {
  return batch === undefined ? { ids } : { filter: { field: 'batch', is: 'equal', value: batch } };
}

/** A system's subscription to the changes of some registers, by their ids. */
export function onRegisters(
  ids: readonly string[],
  run: (change: RegisterChange, work: Work, services: Services) => Promise<void> | void,
): Subscription {
  return {
    on: registerChanged,
    async run(event, work, services) {
      const change = changeIn(event);
      // The store hands every consumer its own transaction.
      if (ids.includes(change.register)) await run(change, work as Work, services);
    },
  };
}

/** Knows when the rows behind a layer change, in every process: one consumer hears the events and announces the register. */
import { registerChanged } from '../../registers/service.ts';
import type { Store } from '../../store/index.ts';

export interface LayerVersions {
  /** Rises with each change of the register. */
  of(register: string): number;
}

const channel = 'maps.changed';

function registerOf(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const { register, type } = payload as { register?: unknown; type?: unknown };
  // A case event names its case type, which is the register of its rows.
  const named = register ?? type;
  return typeof named === 'string' ? named : undefined;
}

export function hearChanges(store: Store): LayerVersions {
  const versions = new Map<string, number>();
  store.onAnnounce(channel, (register) => {
    versions.set(register, (versions.get(register) ?? 0) + 1);
  });
  store.consume({
    name: 'maps.versions',
    on: [registerChanged, 'case.changed'],
    async run(events, work) {
      const changed = new Set(events.map((event) => registerOf(event.payload)));
      work.afterCommit(() => {
        for (const register of changed) {
          if (register !== undefined) void store.announce(channel, register).catch(() => undefined);
        }
      });
    },
  });
  return { of: (register) => versions.get(register) ?? 0 };
}

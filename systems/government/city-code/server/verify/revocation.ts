/** Revoked serials that are still in their time: kept in memory by every server, told to all at once, published for scanners. */
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Store, store, type Work } from '../../../../../engines/store/service.ts';
import { issued } from '../../registers/holder.ts';

const channel = 'city-code.revoked';
/** More than could be revoked within the life of a certificate. */
const mostRevoked = 100_000;
/** If an announcement is lost, the next reading finds it: within the minute that is promised. */
const freshFor = 20_000;

interface Kept {
  at: number;
  serials: Promise<ReadonlySet<string>>;
}

const kept = new WeakMap<Store, Kept>();

async function read(services: Services): Promise<ReadonlySet<string>> {
  const data = services.use(store);
  const found = await services
    .use(registers)
    .of(issued)
    .trusted.findEvery(data.db, {
      filter: {
        all: [
          { field: 'until', is: 'more', value: data.clock.now().toISOString() },
          { field: 'revokedAt', is: 'filled' },
        ],
      },
      most: mostRevoked,
    });
  return new Set(found.map(({ serial }) => serial));
}

/** The set as of some seconds ago at most. */
export function revokedSerials(services: Services): Promise<ReadonlySet<string>> {
  const data = services.use(store);
  const known = kept.get(data);
  const at = Date.now();
  if (known !== undefined && at - known.at < freshFor) return known.serials;
  if (known === undefined) data.onAnnounce(channel, () => forget(data));
  const fresh = { at, serials: read(services) };
  fresh.serials.catch(() => forget(data));
  kept.set(data, fresh);
  return fresh.serials;
}

function forget(data: Store): void {
  const known = kept.get(data);
  if (known !== undefined) known.at = 0;
}

export async function revokeOf(
  services: Services,
  work: Work,
  whose: { readonly holder: string; readonly device?: string } | { readonly device: string },
  /** Codes on paper have no device. */
  only: 'all' | 'phones' | 'papers' = 'all',
): Promise<number> {
  const { trusted } = services.use(registers).of(issued);
  const live = await trusted.findEvery(work.db, {
    filter: {
      all: [
        ...Object.entries(whose).map(([field, value]) => ({ field, is: 'equal' as const, value })),
        { field: 'until', is: 'more', value: work.now.toISOString() },
        { field: 'revokedAt', is: 'empty' },
        ...(only === 'all'
          ? []
          : [{ field: 'device', is: only === 'phones' ? ('filled' as const) : ('empty' as const) }]),
      ],
    },
    most: mostRevoked,
  });
  for (const row of live) await trusted.update(work, 'city-code', row, { revokedAt: work.now.toISOString() });
  const data = services.use(store);
  work.afterCommit(() => {
    forget(data);
    void data.announce(channel, '').catch(() => undefined);
  });
  return live.length;
}

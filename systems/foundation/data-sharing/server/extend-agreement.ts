/** A longer term takes effect: agreed by the owner, and sealed by three where that is needed. */
import type { Row } from '../../../../kernel/register.ts';
import type { Principal } from '../../../../kernel/access.ts';
import type { Services } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { errors } from '../errors.ts';
import { agreement } from '../registers/agreement.ts';
import { type Entry, itemsOf, sharedEntry } from './check-request.ts';
import { forgetGrant, termsOf } from './grants.ts';

/** As the catalogue stands now: what is no longer shared is not shared for longer. Throws data-sharing.noResource, notShared, notRenewable. */
export async function checkShared(
  services: Services,
  work: Work,
  row: Row<typeof agreement>,
): Promise<Entry> {
  const entry = await sharedEntry(services, work, row.resource);
  if (entry.shareType === '3') throw errors.notShared({ basis: entry.shareCondition ?? '' });
  const shared = new Set(itemsOf(entry).map(({ name }) => name));
  const gone = termsOf(row).fields.filter(({ name }) => !shared.has(name));
  if (gone.length > 0)
    throw errors.notRenewable({ reason: `目录不再共享${gone.map(({ title }) => title).join('、')}` });
  return entry;
}

/** The row is locked. One that has expired is in force again; one that is suspended stays so. */
export async function extendAgreement(
  services: Services,
  work: Work,
  by: Principal,
  locked: Row<typeof agreement>,
  terms: { readonly until: string; readonly callsPerDay: number },
): Promise<void> {
  const again = locked.status === 'expired' ? { status: 'active', closedReason: null } : {};
  await services
    .use(registers)
    .of(agreement)
    .trusted.update(work, by.id, locked, { ...terms, ...again });
  services.use(access).audit(work, by, {
    module: 'data-sharing',
    event: 'update',
    objectType: 'agreement',
    objectId: locked.id,
    result: 'success',
    detail: { ...terms, untilBefore: locked.until, callsPerDayBefore: locked.callsPerDay },
  });
  work.afterCommit(() => void forgetGrant(services, locked.id).catch(() => undefined));
}

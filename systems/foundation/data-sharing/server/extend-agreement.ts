/** A longer term takes effect: agreed by the owner, and sealed by three where that is needed. */
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { agreement } from '../registers/agreement.ts';
import { forgetGrant } from './grants.ts';

/** The row is locked. One that has expired is in force again; one that is suspended stays so. */
export async function extendAgreement(
  services: Services,
  work: Work,
  by: string,
  locked: Row<typeof agreement>,
  terms: { readonly until: string; readonly callsPerDay: number },
): Promise<void> {
  const again = locked.status === 'expired' ? { status: 'active', closedReason: null } : {};
  await services
    .use(registers)
    .of(agreement)
    .trusted.update(work, by, locked, { ...terms, ...again });
  work.afterCommit(() => void forgetGrant(services, locked.id).catch(() => undefined));
}

/** Pausing, resuming and revoking a contract: one act, by hand on its page or by the conclusion of a security case. */
import { z } from 'zod';
import { decisionMatches, type Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Delivered, Services } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { access } from '../../../../engines/access/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { isOver } from '../data/agreement-words.ts';
import { errors } from '../errors.ts';
import { agreement } from '../registers/agreement.ts';
import { endAccord, isUnsealed } from './accord/keep-accord.ts';
import { endDeliveries } from './deliveries.ts';
import { forgetGrant } from './grants.ts';
import { followAgreement } from './pushes.ts';

export type SetStatus = 'active' | 'suspended' | 'expired' | 'ended' | 'revoked';

/** Throws data-sharing.closed, unsealed, untilPast. After the commit no gateway of any process lets the former status pass. */
export async function setStatus(
  services: Services,
  work: Work,
  by: Principal,
  to: { readonly id: string; readonly status: SetStatus; readonly reason: string },
): Promise<void> {
  const { id, status, reason } = to;
  const { trusted } = services.use(registers).of(agreement);
  const locked = await trusted.lock(work, id);
  if (locked === undefined) throw commonErrors.missing();
  if (isOver(locked.status)) throw errors.closed();
  // Past its last day a contract is renewed, not resumed.
  if (status === 'active' && locked.until < shanghaiDate(work.now)) throw errors.untilPast();
  if (status === 'active' && (await isUnsealed(services, work, id))) throw errors.unsealed();
  if (isOver(status)) await endAccord(services, work, by.id, id, status === 'expired' ? 'expired' : 'ended');
  await trusted.update(work, by.id, locked, {
    status,
    closedReason: status === 'active' ? null : reason,
  });
  await followAgreement(services, work, id, status);
  if (isOver(status)) await endDeliveries(services, work, id);
  services.use(access).audit(work, by, {
    module: 'data-sharing',
    event: 'update',
    objectType: 'agreement',
    objectId: id,
    result: 'success',
    detail: { status },
  });
  // This process forgets at once; another that was not told forgets within the seconds for which it keeps a grant.
  work.afterCommit(() => void forgetGrant(services, id).catch(() => undefined));
}

const Conclusion = z.object({ agreement: z.uuid(), by: z.string(), reason: z.string() });

/** 数据安全处置单 concluded that a contract be suspended: done for the person who concluded, if he may do it here. */
export async function suspendByConclusion(
  event: Delivered,
  given: unknown,
  services: Services,
): Promise<void> {
  const work = given as Work;
  const { agreement: id, by, reason } = Conclusion.parse(event.payload);
  const row = await services.use(registers).of(agreement).trusted.find(work.db, id);
  if (row === undefined || row.status !== 'active') return;
  const principal = await services.use(access).principalOf(by, work);
  const decision = services.use(access).decide(principal, 'data-sharing:authorise');
  if (!decisionMatches(decision, { departments: [row.consumer, row.provider] }))
    throw commonErrors.forbidden();
  await setStatus(services, work, principal, { id, status: 'suspended', reason });
}

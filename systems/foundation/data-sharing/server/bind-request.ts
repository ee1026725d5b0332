/** The code behind 共享申请, handed to the flow engine. */
import type { Delivered, Services } from '../../../../kernel/system.ts';
import { systemPrincipal } from '../../../../engines/access/index.ts';
import { bindCase, flow } from '../../../../engines/flow/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { resource } from '../../data-catalogue/contract.ts';
import { request } from '../case/request.ts';
import { checkRequest, checkTerms, needsOwner, sharedEntry } from './check-request.ts';
import { makeAgreement } from './make-agreement.ts';
import { setting } from './setting.ts';

/** Who reviews and coordinates for the whole city. */
const authority = 'city-data-resources';
const authorising: ReadonlySet<string> = new Set(['grant', 'agree', 'overrule']);
const limits = {
  authority: 'authority-days',
  provider: 'provider-days',
  coordinate: 'dispute-days',
} as const;

export const requestBinding = bindCase(request, {
  async limits({ row, stage, services }) {
    // Who sits here answers when he likes; another platform may be gone.
    if (stage === 'answer' && row.origin !== null)
      return { stage: { amount: setting(services, 'appeal-days'), unit: 'work-day' } };
    const name = limits[stage as keyof typeof limits];
    return name === undefined ? undefined : { stage: { amount: setting(services, name), unit: 'work-day' } };
  },
  async assign({ row, stage }) {
    if (stage === 'provider') return row.provider === null ? undefined : { unit: row.provider };
    return stage === 'authority' || stage === 'coordinate' ? { unit: authority } : undefined;
  },
  async before({ row, action, values, principal, services, work }) {
    if (row === undefined) return checkRequest(services, work, principal, values);
    const next = { ...row, ...values };
    if (action === 'submit') return checkRequest(services, work, principal, next);
    if (!authorising.has(action)) return undefined;
    checkTerms(services, next, await sharedEntry(services, work, row.resource), work.now);
    return undefined;
  },
  async after({ row, action, principal, services, work }) {
    if (authorising.has(action)) await makeAgreement(services, work, row, principal.id);
  },
});

/** What is shared without condition needs nobody's consent: the city's own hand authorises it as soon as it is asked for. */
export async function grantUnconditional(
  event: Delivered,
  given: unknown,
  services: Services,
): Promise<void> {
  const { type, id, action } = event.payload as {
    readonly type: string;
    readonly id: string;
    readonly action: string;
  };
  if (type !== 'data-sharing.request' || (action !== 'open' && action !== 'submit')) return;
  const work = given as Work;
  const rows = services.use(registers);
  const row = await rows.of(request).trusted.find(work.db, id);
  if (row === undefined || row.stage !== 'authority') return;
  const entry = await rows.of(resource).trusted.find(work.db, row.resource);
  if (entry === undefined || needsOwner(entry, row)) return;
  await services.use(flow).act(systemPrincipal, request, { id, version: row.version, action: 'grant' }, work);
}

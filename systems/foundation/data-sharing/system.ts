/** 数据共享 at work: each promise of the contract bound to the code that keeps it. */
import { onRegisters } from '../../../engines/registers/service.ts';
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { seedSharing } from './seed.ts';
import { accordHandlers } from './server/accord/accord-handlers.ts';
import { grantUnconditional, requestBinding } from './server/bind-request.ts';
import { deliverDue } from './server/deliveries.ts';
import { deliveryHandlers } from './server/delivery-handlers.ts';
import { demandBinding } from './server/demands.ts';
import { expireAgreements } from './server/expire-agreements.ts';
import { lapsePastRenewals, lapseRenewals } from './server/end-renewals.ts';
import { handlers } from './server/handlers.ts';
import { followFar, lapseAppeals } from './server/link/decide-far.ts';
import { followAgreements, followBatches } from './server/link/linked-agreements.ts';
import { followFarRenewal } from './server/link/renew-far.ts';
import { linkHandlers } from './server/link/link-handlers.ts';
import { followCatalogue } from './server/link/share-entries.ts';
import { compareLinks, deliverLinks, offerHeads } from './server/link/watch-links.ts';
import { pushBatch, pushDue, pushNightly } from './server/pushes.ts';
import { pushHandlers } from './server/push-handlers.ts';
import { renewalBinding } from './server/renewals.ts';
import { receiptHandlers } from './server/receipt-handlers.ts';
import { followServing, tidyServing } from './server/serve-agreements.ts';
import { suspendByConclusion } from './server/set-status.ts';
import { loadReference } from './server/load-reference.ts';

export default defineSystem({
  contract,
  handlers: {
    ...handlers,
    ...pushHandlers,
    ...linkHandlers,
    ...accordHandlers,
    ...receiptHandlers,
    ...deliveryHandlers,
  },
  cases: { request: requestBinding, renewal: renewalBinding, demand: demandBinding },
  subscriptions: {
    unconditional: { on: 'case.changed', run: grantUnconditional },
    pushes: { on: 'lake.ended', run: pushBatch },
    suspensions: { on: 'data-platform.suspended', run: suspendByConclusion },
    catalogue: onRegisters(['data-catalogue.resource'], followCatalogue),
    serving: onRegisters(['data-sharing.agreement'], followServing),
    'linked-agreements': onRegisters(['data-sharing.agreement'], followAgreements),
    renewals: onRegisters(['data-sharing.agreement'], lapseRenewals),
    'linked-batches': { on: 'lake.ended', run: followBatches },
    'far-requests': { on: 'case.changed', run: followFar },
    'far-renewals': { on: 'case.changed', run: followFarRenewal },
  },
  jobs: {
    pushes: { cron: '* * * * *', run: (_, services) => pushDue(services) },
    deliveries: { cron: '* * * * *', run: (_, services) => deliverDue(services) },
    'nightly-pushes': { cron: '20 3 * * *', run: (_, services) => pushNightly(services) },
    links: { cron: '* * * * *', run: (_, services) => deliverLinks(services) },
    'link-heads': { cron: '7 * * * *', run: (_, services) => offerHeads(services) },
    'link-comparing': { cron: '23 2 * * *', run: (_, services) => compareLinks(services) },
    'far-appeals': { cron: '14 0 * * *', run: (_, services) => lapseAppeals(services) },
    'renewal-lapses': { cron: '4 0 * * *', run: (_, services) => lapsePastRenewals(services) },
    'agreement-ends': { cron: '2 0 * * *', run: (_, services) => expireAgreements(services) },
    'serving-tidied': { cron: '31 4 * * *', run: (_, services) => tidyServing(services) },
  },
  load: loadReference,
  seed: seedSharing,
});

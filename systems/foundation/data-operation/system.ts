/** 公共数据授权运营 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { seedOperation } from './seed.ts';
import { deemBills } from './server/buyer/bills.ts';
import { lapseOrders, orderBinding } from './server/buyer/bind-order.ts';
import { buyerHandlers } from './server/buyer/buyer-handlers.ts';
import { complaintBinding, lapseAnswers } from './server/complaint/bind-complaint.ts';
import { loadReference } from './server/load-reference.ts';
import { applicationBinding } from './server/project/bind-application.ts';
import { partyHandlers } from './server/party/find-parties.ts';
import { projectHandlers } from './server/project/project-handlers.ts';
import { productHandlers } from './server/product/product-handlers.ts';
import { matchHandlers } from './server/run/match-handlers.ts';
import { sumHandlers } from './server/run/sum-handlers.ts';

export default defineSystem({
  contract,
  handlers: {
    ...projectHandlers,
    ...matchHandlers,
    ...sumHandlers,
    ...productHandlers,
    ...partyHandlers,
    ...buyerHandlers,
  },
  cases: { application: applicationBinding, complaint: complaintBinding, order: orderBinding },
  jobs: {
    'complaint-lapses': { cron: '16 0 * * *', run: (_, services) => lapseAnswers(services) },
    'bills-deemed': { cron: '22 0 * * *', run: (_, services) => deemBills(services) },
    'order-lapses': { cron: '18 0 * * *', run: (_, services) => lapseOrders(services) },
  },
  load: loadReference,
  seed: seedOperation,
});

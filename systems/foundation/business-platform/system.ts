/** 统一业务中台 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { seedMarket } from './seed.ts';
import { answerCall, answerSandboxCall } from './server/answer-call.ts';
import { applicationHandlers } from './server/application-handlers.ts';
import { grantOpen, requestBinding } from './server/bind-request.ts';
import { loadReference } from './server/load-reference.ts';
import { marketHandlers } from './server/market-handlers.ts';
import { shelfHandlers } from './server/shelf.ts';
import { statisticHandlers } from './server/statistics.ts';
import { withdrawSunset } from './server/sunset.ts';

export default defineSystem({
  contract,
  handlers: {
    call: (input, context) => answerCall(context, input),
    sandbox: (input, context) => answerSandboxCall(context, input),
    ...marketHandlers,
    ...applicationHandlers,
    ...statisticHandlers,
    ...shelfHandlers,
  },
  cases: { request: requestBinding },
  subscriptions: { open: { on: 'case.changed', run: grantOpen } },
  jobs: { sunset: { cron: '10 0 * * *', run: (_input, services) => withdrawSunset(services) } },
  load: loadReference,
  seed: seedMarket,
});

/** 江淮大数据中心阜阳子平台 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { seedPlatform } from './seed.ts';
import { alertHandlers } from './server/alert/alert-handlers.ts';
import { handlingBinding, lapseExplanations } from './server/alert/bind-handling.ts';
import { breachHandlers, remindBreaches } from './server/alert/keep-breaches.ts';
import { watchCalls, watchRefusals } from './server/leak/watch-calls.ts';
import { watchLooks } from './server/leak/watch-looks.ts';
import { loadReference } from './server/load-reference.ts';
import { situationHandlers } from './server/situation/situation-handlers.ts';
import { useHandlers } from './server/situation/show-uses.ts';

export default defineSystem({
  contract,
  handlers: { ...situationHandlers, ...useHandlers, ...alertHandlers, ...breachHandlers },
  cases: { handling: handlingBinding },
  subscriptions: {
    calls: { on: 'lake.profiled', run: watchCalls },
    refusals: { on: 'lake.refused', run: watchRefusals },
    looks: { on: 'access.looked', run: watchLooks },
  },
  jobs: {
    lapse: { cron: '*/10 * * * *', run: (_, services) => lapseExplanations(services) },
    remind: { cron: '30 8 * * *', run: (_, services) => remindBreaches(services) },
  },
  load: loadReference,
  seed: seedPlatform,
});

/** 基础库和主题库 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import { lake } from '../../../engines/lake/service.ts';
import contract from './contract.ts';
import { seedLibraries } from './seed.ts';
import { libraryHandlers } from './server/library-handlers.ts';
import { loadReference } from './server/load-reference.ts';
import { tellLifeEvents } from './server/life-events.ts';
import { decisionsOf } from './server/steward/decisions.ts';
import { portraitHandlers } from './server/portrait/portrait-handlers.ts';
import { stewardHandlers } from './server/steward/steward-handlers.ts';
import { buildAll, buildTouched } from './server/plans.ts';
import { lineageHandlers } from './server/lineage/walk-lineage.ts';
import { martHandlers } from './server/mart/mart-handlers.ts';
import { noteMarts, startMarts } from './server/mart/mart-plans.ts';
import { recordHandlers } from './server/record-handlers.ts';

export default defineSystem({
  contract,
  handlers: {
    ...libraryHandlers,
    ...recordHandlers,
    ...martHandlers,
    ...lineageHandlers,
    ...stewardHandlers,
    ...portraitHandlers,
  },
  subscriptions: {
    batches: { on: 'lake.ended', run: buildTouched },
    marts: { on: 'lake.ended', run: noteMarts },
    lives: { on: 'lake.ended', run: tellLifeEvents },
  },
  jobs: {
    build: { cron: '17 4 * * *', run: (_, services) => buildAll(services) },
    marts: { cron: '47 4 * * *', run: (_, services) => startMarts(services) },
  },
  async load(services) {
    services.use(lake).bindDecisions((dataset) => decisionsOf(services, dataset));
    await loadReference(services);
  },
  seed: seedLibraries,
});

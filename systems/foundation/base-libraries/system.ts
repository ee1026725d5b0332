/** 基础库和主题库 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { seedLibraries } from './seed.ts';
import { libraryHandlers } from './server/library-handlers.ts';
import { loadReference } from './server/load-reference.ts';
import { buildAll, buildTouched } from './server/plans.ts';
import { recordHandlers } from './server/record-handlers.ts';

export default defineSystem({
  contract,
  handlers: { ...libraryHandlers, ...recordHandlers },
  subscriptions: { batches: { on: 'lake.ended', run: buildTouched } },
  jobs: { build: { cron: '17 4 * * *', run: (_, services) => buildAll(services) } },
  load: loadReference,
  seed: seedLibraries,
});

/** 数据归集 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { seedCollection } from './seed.ts';
import { collectDue } from './server/collect.ts';
import { datasetHandlers } from './server/dataset-handlers.ts';
import { letterHandlers } from './server/letter-handlers.ts';
import { loadReference } from './server/load-reference.ts';
import { noteBatch, noteDrift } from './server/note-batch.ts';
import { sourceHandlers } from './server/source-handlers.ts';

export default defineSystem({
  contract,
  handlers: { ...sourceHandlers, ...datasetHandlers, ...letterHandlers },
  subscriptions: {
    batches: { on: 'lake.ended', run: noteBatch },
    drift: { on: 'lake.drifted', run: noteDrift },
  },
  jobs: { collect: { cron: '* * * * *', run: (_, services) => collectDue(services) } },
  load: loadReference,
  seed: seedCollection,
});

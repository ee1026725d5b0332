/** 数据开放 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { seedOpenData } from './seed.ts';
import { loadReference } from './server/load-reference.ts';
import { publicHandlers } from './server/public-handlers.ts';
import { publishHandlers, recheck } from './server/publish-handlers.ts';

export default defineSystem({
  contract,
  handlers: { ...publicHandlers, ...publishHandlers },
  subscriptions: { recheck: { on: 'lake.ended', run: recheck } },
  load: loadReference,
  seed: seedOpenData,
});

/** 数据共享 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { seedSharing } from './seed.ts';
import { grantUnconditional, requestBinding } from './server/bind-request.ts';
import { handlers } from './server/handlers.ts';
import { loadReference } from './server/load-reference.ts';

export default defineSystem({
  contract,
  handlers,
  cases: { request: requestBinding },
  subscriptions: { unconditional: { on: 'case.changed', run: grantUnconditional } },
  load: loadReference,
  seed: seedSharing,
});

/** 数据质量 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { seedQuality } from './seed.ts';
import { disputeBinding } from './server/bind-dispute.ts';
import { loadReference } from './server/load-reference.ts';
import { farDoubtBinding } from './server/link/ask-far.ts';
import { handlers } from './server/handlers.ts';

export default defineSystem({
  contract,
  handlers,
  cases: { dispute: disputeBinding, 'far-doubt': farDoubtBinding },
  load: loadReference,
  seed: seedQuality,
});

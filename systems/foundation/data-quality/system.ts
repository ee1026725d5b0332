/** 数据质量 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { seedQuality } from './seed.ts';
import { disputeBinding } from './server/bind-dispute.ts';
import { loadReference } from './server/load-reference.ts';
import { farDoubtBinding } from './server/link/ask-far.ts';
import { runNightly } from './server/nightly.ts';
import { noteBatch, noteReport } from './server/note-report.ts';
import { overviewHandlers } from './server/overview-handlers.ts';
import { ruleHandlers } from './server/rule-handlers.ts';
import { suiteHandlers } from './server/suite-handlers.ts';

export default defineSystem({
  contract,
  handlers: { ...overviewHandlers, ...suiteHandlers, ...ruleHandlers },
  subscriptions: {
    batches: { on: 'lake.ended', run: noteBatch },
    reports: { on: 'lake.checked', run: noteReport },
  },
  jobs: { nightly: { cron: '27 4 * * *', run: (_, services) => runNightly(services) } },
  cases: { dispute: disputeBinding, 'far-doubt': farDoubtBinding },
  load: loadReference,
  seed: seedQuality,
});

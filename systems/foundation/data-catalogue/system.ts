/** 政务数据目录 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { seedCatalogue } from './seed.ts';
import { filingBinding } from './server/bind-filing.ts';
import { checkAllMounts } from './server/check-mount.ts';
import { enterSubject } from './server/enter-subjects.ts';
import { loadReference } from './server/load-reference.ts';
import { codeTableHandlers } from './server/code-tables.ts';
import { gradingHandlers } from './server/grading/grading-handlers.ts';
import { suggestAll } from './server/grading/suggest-grades.ts';
import { catalogueHandlers } from './server/catalogue-handlers.ts';

export default defineSystem({
  contract,
  handlers: { ...catalogueHandlers, ...gradingHandlers, ...codeTableHandlers },
  cases: { filing: filingBinding },
  subscriptions: { subjects: { on: 'lake.ended', run: enterSubject } },
  jobs: {
    mounts: { cron: '23 * * * *', run: (_, services) => checkAllMounts(services) },
    grades: { cron: '50 2 * * *', run: (_, services) => suggestAll(services) },
  },
  load: loadReference,
  seed: seedCatalogue,
});

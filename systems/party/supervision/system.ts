/** 督查考核 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { seedSupervision } from './seed.ts';
import { issueBulletin, renderBulletin, writeBulletin } from './server/bulletin/keep-bulletins.ts';
import { loadReference } from './server/load-reference.ts';
import { matterBinding } from './server/matter/bind-matter.ts';
import { findSources } from './server/matter/find-sources.ts';
import { appealBinding } from './server/score/bind-appeal.ts';
import { countScores, listFacts } from './server/score/count-scores.ts';
import { taskBinding } from './server/task/bind-task.ts';
import { returnReport } from './server/task/return-report.ts';
import { showBoard, showProgress } from './server/task/show-tasks.ts';
import { watchTasks } from './server/task/watch-tasks.ts';

export default defineSystem({
  contract,
  handlers: {
    board: showBoard,
    progress: showProgress,
    returnReport,
    sources: findSources,
    scores: countScores,
    facts: listFacts,
    writeBulletin,
    issueBulletin,
    bulletinFile: renderBulletin,
  },
  cases: { matter: matterBinding, task: taskBinding, appeal: appealBinding },
  jobs: { watch: { cron: '20 * * * *', run: (_, services) => watchTasks(services) } },
  load: loadReference,
  seed: seedSupervision,
});

/** 国土空间规划“一张图” at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { seedLandPlan } from './seed.ts';
import { checkHandlers } from './server/check/check-handlers.ts';
import { loadReference } from './server/load-reference.ts';
import { recheckAfterPublishing, recheckDue } from './server/project/check-project.ts';
import { projectHandlers } from './server/project/project-handlers.ts';
import { importParcels } from './server/version/import-parcels.ts';
import { changeVersion, makeVersion, showVersion } from './server/version/keep-version.ts';
import { previewChanges, publishVersion } from './server/version/publish-version.ts';

export default defineSystem({
  contract,
  handlers: {
    ...checkHandlers,
    ...projectHandlers,
    makeVersion,
    changeVersion,
    version: showVersion,
    importParcels,
    preview: previewChanges,
    publish: publishVersion,
  },
  subscriptions: { published: { on: 'land-plan.published', run: recheckAfterPublishing } },
  jobs: { effective: { cron: '10 0 * * *', run: (_, services) => recheckDue(services) } },
  load: loadReference,
  seed: seedLandPlan,
});

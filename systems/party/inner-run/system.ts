/** 机关内跑 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import { access } from '../../../engines/access/service.ts';
import contract from './contract.ts';
import { seedInnerRun } from './seed.ts';
import { applicationBinding } from './server/application/bind-application.ts';
import {
  giveSealedPaper,
  printPaper,
  resultPaper,
  sealedPaper,
  showProgress,
  verifyPaper,
} from './server/application/read-application.ts';
import { saveItem, showGuide } from './server/item/keep-items.ts';
import { loadReference } from './server/load-reference.ts';
import { countUnits, listCounted } from './server/statistics/count-units.ts';

export default defineSystem({
  contract,
  handlers: {
    saveItem,
    guide: showGuide,
    progress: showProgress,
    paper: printPaper,
    sealedPaper: giveSealedPaper,
    verify: verifyPaper,
    statistics: countUnits,
    statisticsRows: listCounted,
  },
  cases: { application: applicationBinding },
  async load(services) {
    services
      .use(access)
      .exits.addPapers({ 'inner-run.paper': resultPaper, 'inner-run.sealed-paper': sealedPaper });
    await loadReference(services);
  },
  seed: seedInnerRun,
});

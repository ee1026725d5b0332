/** 数据开放 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import { onRegisters } from '../../../engines/registers/service.ts';
import { store } from '../../../engines/store/service.ts';
import contract from './contract.ts';
import { seedOpenData } from './seed.ts';
import { measureFiles } from './server/describe/files-of.ts';
import { loadReference } from './server/load-reference.ts';
import { matterBinding } from './server/matter/bind-matter.ts';
import { ownHandlers } from './server/matter/own-handlers.ts';
import { programHandlers } from './server/program-handlers.ts';
import { publicHandlers } from './server/public-handlers.ts';
import { publishHandlers } from './server/publish-handlers.ts';
import { followCatalogue, recheckAll, recheckBatch } from './server/recheck.ts';

export default defineSystem({
  contract,
  handlers: { ...publicHandlers, ...programHandlers, ...ownHandlers, ...publishHandlers },
  subscriptions: {
    recheck: { on: 'lake.ended', run: recheckBatch },
    catalogue: onRegisters(['data-catalogue.resource'], followCatalogue),
    measure: onRegisters(['open-data.publication'], measureFiles),
  },
  cases: { matter: matterBinding },
  jobs: {
    recheck: {
      cron: '15 4 * * *',
      run: (_, services) => services.use(store).transaction((work) => recheckAll(services, work)),
    },
  },
  load: loadReference,
  seed: seedOpenData,
});

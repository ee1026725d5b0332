/** Code lists of the libraries. */
import type { Services } from '../../../../kernel/system.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { portraitPurposes, portraitTitles } from '../data/portraits.ts';
import { decisionKinds, decisionStates, libraries, librariesSource, purposes } from '../data/libraries.ts';

export async function loadReference(services: Services): Promise<void> {
  await services.use(registers).codeLists.loadNames(
    {
      'base-libraries libraries': Object.fromEntries(libraries.map(({ code, title }) => [code, title])),
      'base-libraries purposes': purposes,
      'base-libraries decisions': decisionKinds,
      'base-libraries portraits': portraitTitles,
      'base-libraries portrait purposes': portraitPurposes,
      'base-libraries decision states': decisionStates,
    },
    librariesSource,
  );
}

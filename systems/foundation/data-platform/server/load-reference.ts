/** Code lists of alerts, and the rules of the watch; what people changed since stays. */
import type { Services } from '../../../../kernel/system.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { rules } from '../../../../engines/rules/service.ts';
import { leakRules } from '../data/leak-rules.ts';
import {
  alertStatuses,
  callerKinds,
  gradeTitles,
  kindTitles,
  measureTitles,
  rectifyingTitles,
} from '../data/words.ts';

export async function loadReference(services: Services): Promise<void> {
  await services.use(registers).codeLists.loadNames({
    'data-platform kinds': kindTitles,
    'data-platform grades': gradeTitles,
    'data-platform statuses': alertStatuses,
    'data-platform callers': callerKinds,
    'data-platform measures': measureTitles,
    'data-platform rectifying': rectifyingTitles,
  });
  for (const rule of leakRules) await services.use(rules).keep(rule);
}

/** Who fills for any of the given areas: every holder is looked at once, however many areas there are. */
import { access } from '../../../../../engines/access/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { decisionMatches } from '../../../../../kernel/access.ts';
import type { Services } from '../../../../../kernel/system.ts';

const permission = 'info-reporting:fill';

export async function findFillers(
  services: Services,
  work: Work,
  areas: readonly string[],
): Promise<readonly string[]> {
  const guard = services.use(access);
  const found: string[] = [];
  for (const holder of await guard.holdersOf(permission, {}, work)) {
    const decision = guard.decide(await guard.principalOf(holder, work), permission);
    if (areas.some((area) => decisionMatches(decision, { area }))) found.push(holder);
  }
  return found;
}

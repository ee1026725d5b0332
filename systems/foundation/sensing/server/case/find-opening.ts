/** The case that a rule declares, as it is now. */
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { CaseOpening, rule } from '../../../../../engines/telemetry/contract.ts';

export async function findOpening(
  services: Services,
  work: Work,
  id: string | null,
): Promise<CaseOpening | undefined> {
  const judged = id === null ? undefined : await services.use(registers).of(rule).trusted.find(work.db, id);
  const opens = (judged?.definition as { opens?: unknown } | null | undefined)?.opens;
  return CaseOpening.safeParse(opens).data;
}

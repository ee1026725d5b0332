/** Who gets the work item of a link: the grid's collector, the commanding centre, or the unit that the duty table names. */
import type { Services } from '../../../../../kernel/system.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { findCommandCentre } from '../duty/find-command-centre.ts';
import { findDutyUnits } from '../duty/find-duty-units.ts';
import { type CaseRow, managedValue } from './check-action.ts';

export async function chooseAssignee(at: {
  readonly row: CaseRow;
  readonly stage: string;
  readonly work: Work;
  readonly services: Services;
}): Promise<{ unit?: string; person?: string } | undefined> {
  const { row, stage, work, services } = at;
  if (stage === 'verify' || stage === 'check')
    return row.collector === null ? undefined : { person: row.collector };
  if (stage === 'dispatch') return { unit: await findCommandCentre(services, row.caseArea, row.level) };
  if (stage !== 'handle') return undefined;
  // Rework goes to the unit that did the work; a first dispatch names its unit itself.
  if ((managedValue(row, 'handledAt') ?? null) !== null && row.leadUnit !== null)
    return { unit: row.leadUnit };
  const [best] = await findDutyUnits(services, work.db, row, work.now);
  return best === undefined ? undefined : { unit: best.unit };
}

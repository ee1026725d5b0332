/** What the end of a case means for the alarms that it was about. */
import type { Delivered, Services } from '../../../../../kernel/system.ts';
import type { Row } from '../../../../../kernel/register.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { alarm, type CaseOpening } from '../../../../../engines/telemetry/contract.ts';
import { findOpening } from './find-opening.ts';

interface CaseChanged {
  readonly type: string;
  readonly id: string;
  readonly number: string;
  readonly status: string;
}

const mostAlarms = 1000;

/** Closes what has cleared; on what has not, or where the rule wants it so, the outcome is only noted. */
export async function closeWithCase(
  services: Services,
  work: Work,
  row: Row<typeof alarm>,
  opening: CaseOpening,
  number: string,
): Promise<void> {
  const closes = opening.whenClosed === 'close' && row.status === 'cleared';
  const lasting = row.status === 'cleared' ? '' : '，告警条件仍然成立';
  const conclusion = `案件 ${number} 已办结${lasting}`;
  const closed = {
    status: 'closed',
    closedAt: work.now.toISOString(),
    closedBy: 'system',
    conclusion,
    openKey: null,
  };
  await services
    .use(registers)
    .of(alarm)
    .trusted.update(work, 'system', row, closes ? closed : { conclusion });
}

export async function followCase(event: Delivered, given: unknown, services: Services): Promise<void> {
  const work = given as Work;
  const change = event.payload as CaseChanged;
  if (change.status !== 'closed') return;
  const { trusted } = services.use(registers).of(alarm);
  const alarms = await trusted.findMany(work.db, {
    filter: { field: 'caseId', is: 'equal', value: change.id },
    limit: mostAlarms,
  });
  // One after the other in one order, as everybody who writes several alarms locks them.
  for (const { id } of alarms.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const row = await trusted.lock(work, id);
    if (row === undefined) continue;
    if (row.status === 'closed' || row.caseType !== change.type) continue;
    const opening = await findOpening(services, work, row.rule);
    if (opening !== undefined) await closeWithCase(services, work, row, opening, change.number);
  }
}

/** Asks units to countersign a draft, and closes a round that was called off; what they have said stays. */
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { countersign } from '../../registers/countersign.ts';
import type { Followed } from '../outgoing/follow-step.ts';

export async function askUnits(
  { row, principal, work, services }: Followed,
  units: readonly string[],
): Promise<void> {
  const rows = units.map((department) => ({
    document: row.id,
    round: row.rounds ?? 1,
    department,
    host: row.draftUnit ?? row.issuer ?? department,
    verdict: 'waiting',
    askedBy: principal.id,
  }));
  await services.use(registers).of(countersign).trusted.insertMany(work, principal.id, rows);
  const teller = services.use(messages);
  for (const department of units) {
    await teller.send(work, {
      to: { permission: 'office:countersign', department },
      kind: 'to-do',
      title: '有公文待会签',
      body: `《${row.title}》送你单位会签。`,
      link: '/office/countersigns',
    });
  }
}

/** Those who have not answered need not any more. */
export async function closeRound({ row, principal, work, services }: Followed): Promise<void> {
  const { trusted } = services.use(registers).of(countersign);
  const all = [
    { field: 'document', is: 'equal', value: row.id },
    { field: 'verdict', is: 'equal', value: 'waiting' },
  ] as const;
  const waiting = await trusted.findMany(work.db, { filter: { all }, limit: 200 });
  for (const one of waiting) await trusted.update(work, principal.id, one, { verdict: 'dropped' });
}

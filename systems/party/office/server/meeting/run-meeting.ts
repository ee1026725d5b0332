/** Who runs a meeting: whoever booked it, and the people of the units that hold it together with him. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { meeting } from '../../registers/meeting.ts';

type Meeting = Pick<Row<typeof meeting>, 'bookedBy' | 'coHosts'>;

export function coHostsOf(row: Pick<Meeting, 'coHosts'>): readonly string[] {
  return Array.isArray(row.coHosts) ? (row.coHosts as readonly string[]) : [];
}

export function runsMeeting(principal: Principal, row: Meeting): boolean {
  return row.bookedBy === principal.id || coHostsOf(row).some((unit) => principal.departments.includes(unit));
}

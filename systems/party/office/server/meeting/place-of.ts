/** Where a meeting is held, as people read it. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { type meeting, meetingRoom } from '../../registers/meeting.ts';

const mostRooms = 500;

export async function roomNamesOf(
  services: Services,
  db: Database,
): Promise<ReadonlyMap<string | null, string>> {
  const rooms = await services.use(registers).of(meetingRoom).trusted.findMany(db, { limit: mostRooms });
  return new Map(rooms.map(({ id, name }) => [id, name]));
}

export function placeOf(
  row: Pick<Row<typeof meeting>, 'room' | 'place'>,
  rooms: ReadonlyMap<string | null, string>,
): string {
  return row.place ?? rooms.get(row.room) ?? '';
}

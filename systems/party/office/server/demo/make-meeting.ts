/** A demo meeting of tomorrow morning with its notices (演示数据). */
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate, shanghaiInstant } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { attendance, signInCode } from '../../registers/attendance.ts';
import { meeting } from '../../registers/meeting.ts';
import type { DemoOffice } from './make-office.ts';

const hour = 3_600_000;
const host = 'city-data-resources';

export async function makeMeeting(services: Services, office: DemoOffice): Promise<void> {
  const data = services.use(store);
  const rows = services.use(registers);
  const by = office.people.get('office-clerk') ?? '';
  const tomorrow = shanghaiInstant(shanghaiDate(new Date(data.clock.now().getTime() + 24 * hour))).getTime();
  await data.transaction(async (work) => {
    const held = await rows.of(meeting).trusted.insert(work, by, {
      title: '全市数据工作推进会',
      room: office.rooms[0] ?? '',
      startsAt: new Date(tomorrow + 9 * hour).toISOString(),
      endsAt: new Date(tomorrow + 11 * hour).toISOString(),
      host,
      bookedBy: by,
      people: 40,
      status: 'booked',
    });
    await rows.of(signInCode).trusted.insert(work, by, { meeting: held.id, digits: '314159' });
    await rows.of(attendance).trusted.insertMany(work, by, [
      {
        meeting: held.id,
        unit: 'city-finance',
        host,
        reply: 'attend',
        attendee: '钱衡',
        repliedAt: work.now.toISOString(),
      },
      { meeting: held.id, unit: 'city-justice', host, reply: 'waiting' },
    ]);
  });
}

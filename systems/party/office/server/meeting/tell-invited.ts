/** Tells every unit that was invited to a meeting what became of it. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate, shanghaiTime } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { attendance } from '../../registers/attendance.ts';
import type { meeting } from '../../registers/meeting.ts';
import { tellUnits } from '../tell-units.ts';
import { departmentName } from '../department-list.ts';

/** Every organ of the city once. */
export const mostUnits = 3000;

export function whenOf(row: Pick<Row<typeof meeting>, 'startsAt'>): string {
  const starts = new Date(row.startsAt);
  return `${shanghaiDate(starts)} ${shanghaiTime(starts).slice(0, 5)}`;
}

export async function tellInvited(
  services: Services,
  work: Work,
  row: Row<typeof meeting>,
  title: string,
): Promise<void> {
  const filter = { field: 'meeting', is: 'equal', value: row.id } as const;
  const invited = await services.use(registers).of(attendance).trusted.findMany(work.db, {
    filter,
    limit: mostUnits,
  });
  await tellUnits(
    services,
    work,
    { permission: 'office:meet', units: invited.map(({ unit }) => unit) },
    {
      kind: 'notice',
      title,
      body: `${departmentName(services, row.host)}通知：原定 ${whenOf(row)} 的“${row.title}”${title.replace('会议', '')}。`,
      link: '/office/meetings',
    },
  );
}

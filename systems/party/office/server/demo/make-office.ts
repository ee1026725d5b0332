/** Demo organ codes, rooms and people at their posts (演示数据). */
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { meetingRoom } from '../../registers/meeting.ts';
import { numberCode } from '../../registers/number-code.ts';
import demo from './demo-office.json' with { type: 'json' };

export interface DemoOffice {
  /** Subject ids by account. */
  readonly people: ReadonlyMap<string, string>;
  /** Ids of 机关代字 by code. */
  readonly codes: ReadonlyMap<string, string>;
  readonly rooms: readonly string[];
}

const by = 'office';

export async function makeOffice(services: Services): Promise<DemoOffice> {
  const guard = services.use(access);
  const people = await guard.admin.createDemoPeople(
    demo.people.map(({ account, name, role, department }) => ({
      account,
      name,
      kind: 'official' as const,
      posts: [
        {
          role: `office:${role}`,
          department,
          area: guard.findDepartment(department)?.area ?? '341200000000',
        },
      ],
    })),
  );
  const rows = services.use(registers);
  return services.use(store).transaction(async (work) => {
    const codes = new Map<string, string>();
    for (const { suffix, ...code } of demo.codes) {
      const row = await rows
        .of(numberCode)
        .trusted.insert(work, by, { ...code, ...(suffix === '' ? {} : { suffix }) });
      codes.set(row.code, row.id);
    }
    const rooms: string[] = [];
    for (const room of demo.rooms) {
      const row = await rows
        .of(meetingRoom)
        .trusted.insert(work, by, { ...room, keeper: 'city-organ-affairs' });
      rooms.push(row.id);
    }
    return { people, codes, rooms };
  });
}

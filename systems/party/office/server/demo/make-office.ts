/** Demo organ codes, rooms and people at their posts (演示数据). */
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { sealTypes, trust } from '../../../../../engines/trust/service.ts';
import { meetingRoom } from '../../registers/meeting.ts';
import { contact } from '../../registers/contact.ts';
import { car, leaveAccount } from '../../registers/matter-registers.ts';
import { numberCode } from '../../registers/number-code.ts';
import demo from './demo-office.json' with { type: 'json' };

export interface DemoOffice {
  /** Subject ids by account. */
  readonly people: ReadonlyMap<string, string>;
  /** Ids of 机关代字 by code. */
  readonly codes: ReadonlyMap<string, string>;
  readonly rooms: readonly string[];
  readonly cars: readonly string[];
}

interface DemoContact {
  readonly account?: string;
  readonly name: string;
  readonly unit: string;
  readonly duty: string;
  readonly work: string;
  readonly officePhone: string;
  readonly mobile: string;
  readonly room: string;
}

interface DemoCar {
  readonly plate: string;
  readonly model: string;
  readonly seats: number;
  readonly unit: string;
  readonly odometer: number;
  readonly repair?: boolean;
}

const by = 'office';
export async function makeOffice(services: Services): Promise<DemoOffice> {
  const guard = services.use(access);
  const people = await guard.admin.createDemoPeople(
    demo.people.map(({ account, name, role, department }) => ({
      account,
      name,
      kind: 'official' as const,
      // Everybody who works here may apply for his own matters.
      posts: [...new Set([role, 'staff'])].map((each) => ({
        role: `office:${each}`,
        department,
        area: guard.findDepartment(department)?.area ?? '341200000000',
      })),
    })),
  );
  const organs = [...new Set(demo.codes.map(({ organ }) => organ))];
  await services.use(trust).seals.makeMissing(
    by,
    sealTypes.organ,
    organs.map((id) => ({ id, name: guard.findDepartment(id)?.name ?? id })),
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
    const cars: string[] = [];
    for (const { repair, ...given } of demo.cars as readonly DemoCar[]) {
      const status = repair === true ? 'repair' : 'ready';
      const row = await rows.of(car).trusted.insert(work, by, { ...given, status });
      cars.push(row.id);
    }
    await rows.of(contact).trusted.insertMany(
      work,
      by,
      (demo.contacts as readonly DemoContact[]).map(({ account, ...given }, index) => ({
        ...given,
        ...(account === undefined ? {} : { person: people.get(account) ?? '' }),
        order: index + 1,
      })),
    );
    await rows.of(leaveAccount).trusted.insertMany(
      work,
      by,
      Object.entries(demo.workSince).map(([account, workSince]) => ({
        person: people.get(account) ?? '',
        unit: 'city-data-resources',
        workSince,
      })),
    );
    return { people, codes, rooms, cars };
  });
}

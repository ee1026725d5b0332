/** A city with 河长制 on demo rivers and one water section of 生态环境监测, for the tests of this system. */
import type { Services, System } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import environmentContract from '../../../environment/contract.ts';
import environment from '../../../environment/system.ts';
import { placeAt, type Line } from '../../patrol/line.ts';
import system from '../../system.ts';

/** 颍河阜阳闸上: on the border of 颍泉 and 颍东. */
async function seedSection(services: Services): Promise<void> {
  const rows = services.use(registers);
  await services.use(store).transaction(async (work) => {
    const declared = environmentContract.registers;
    if (declared === undefined) throw new Error('no registers');
    const { river, 'water-section': section, 'water-sample': sample } = declared;
    const flows = await rows
      .of(river)
      .trusted.insert(work, 'test', { code: 'YH', name: '颍河', length: 158 });
    const area = '341204000000';
    const made = await rows.of(section).trusted.insert(work, 'test', {
      code: '3412W03',
      name: '颍河阜阳闸上',
      kind: 'national',
      river: flows.id,
      target: '3',
      area,
      department: 'city-ecology',
      position: { lon: 115.806, lat: 32.93 },
    });
    await rows.of(sample).trusted.insert(work, 'test', {
      section: made.id,
      sampledAt: '2026-11-10T02:00:00Z',
      area,
      do: 6.1,
      codmn: 5.4,
      cod: 18,
      nh3n: 1.7,
      tp: 0.17,
      ph: 7.7,
    });
  });
}

export interface RiverCity extends TestCity {
  readonly village: Caller;
  readonly office: Caller;
}

export async function openRiverCity(): Promise<RiverCity> {
  const water: System = { ...environment, jobs: {}, seed: seedSection };
  const city = await openTestCity({ systems: [water, system], demo: true });
  await city.store.drain();
  return { ...city, village: await city.as('chief-village'), office: await city.as('river-office-yingquan') };
}

export interface Mine {
  readonly reaches: readonly {
    readonly id: string;
    readonly name: string;
    readonly line: Line;
    readonly open: number;
    readonly water: string | null;
    readonly due: { readonly times: number; readonly done: number; readonly period: string } | null;
  }[];
  readonly patrols: readonly { readonly id: string }[];
}

export async function reachOf(caller: Caller): Promise<Mine['reaches'][number]> {
  const [own] = (await caller.get('/api/river-chief/mine')).json<Mine>().reaches;
  if (own === undefined) throw new Error('not a chief');
  return own;
}

/** A walk of so many metres from the top of the line that ended a minute before `end`. */
export function walkPoints(
  line: Line,
  end: Date,
  metres = 1800,
  pace = 1.2,
): { lon: number; lat: number; at: number }[] {
  const every = 15;
  const count = Math.floor(metres / pace / every);
  const begin = end.getTime() - 60_000 - count * every * 1000;
  return Array.from({ length: count + 1 }, (_, index) => {
    const [lon, lat] = placeAt(line, index * every * pace);
    return { lon, lat, at: begin + index * every * 1000 };
  });
}

export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Lets demo stations and outfalls report their hours: history at the seed, and each hour while the demo runs (演示数据). */
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { device } from '../../../../../engines/telemetry/contract.ts';
import { type Reading, telemetry } from '../../../../../engines/telemetry/service.ts';
import demo from './demo-environment.json' with { type: 'json' };
import { airAt, outfallAt, readRecorded } from './replay-air.ts';

const hour = 3_600_000;
const batch = 2000;
const mostDevices = 500;
const water = {
  'cod-hour': 31,
  'nh3n-hour': 1.9,
  'tp-hour': 0.28,
  cod: 31,
  nh3n: 1.9,
  tp: 0.28,
  ph: 7.4,
  flow: 120,
};
const gas = {
  'so2-hour': 19,
  'nox-hour': 34,
  'dust-hour': 4.6,
  so2: 19,
  nox: 34,
  dust: 4.6,
  oxygen: 6.2,
  flow: 85,
};

interface Reporter {
  readonly id: string;
  readonly at: (moment: number) => Readonly<Record<string, number>>;
}

async function findReporters(services: Services): Promise<readonly Reporter[]> {
  const recorded = readRecorded();
  const stations = new Map(
    demo.stations.map((each, index) => [
      `demo-air-${String(each[0])}`,
      { like: String(each[4]), scale: Number(each[7]), seed: index + 1 },
    ]),
  );
  const rows = await services
    .use(registers)
    .of(device)
    .trusted.findMany(services.use(store).db, {
      filter: {
        any: [
          { field: 'code', is: 'starts-with', value: 'demo-air-' },
          { field: 'code', is: 'starts-with', value: 'demo-outlet-' },
        ],
      },
      limit: mostDevices,
    });
  return rows.flatMap(({ id, code }, index): Reporter[] => {
    const station = stations.get(code);
    if (station !== undefined)
      return [{ id, at: (moment) => airAt(recorded, station.like, station.scale, station.seed, moment) }];
    const bases = code.startsWith('demo-outlet-DW') ? water : gas;
    return [{ id, at: (moment) => outfallAt(bases, 1000 + index, moment) }];
  });
}

/** Hours that begin from `from` (included) to `to` (not included). */
export async function reportHours(services: Services, from: number, to: number): Promise<number> {
  const door = services.use(telemetry);
  const reporters = await findReporters(services);
  const receivedAt = services.use(store).clock.now().getTime();
  let waiting: Reading[] = [];
  let count = 0;
  for (let at = Math.ceil(from / hour) * hour; at < to; at += hour) {
    for (const { id, at: read } of reporters) {
      for (const [property, value] of Object.entries(read(at)))
        waiting.push({ device: id, property, at, value, quality: 'good', receivedAt });
    }
    if (waiting.length < batch) continue;
    count += waiting.length;
    await door.ingest(waiting);
    waiting = [];
  }
  await door.ingest(waiting);
  return count + waiting.length;
}

/** The hour that has just passed. Only in a demonstration. */
export async function reportLastHour(services: Services): Promise<void> {
  if (!services.use(access).demo) return;
  const now = services.use(store).clock.now().getTime();
  await reportHours(services, now - 2 * hour, Math.floor(now / hour) * hour);
}

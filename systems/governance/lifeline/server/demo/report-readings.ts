/** Lets the demo's pressure and flow sensors read what the model says, with errors, and with a leak where one is wanted (演示数据). */
import type { Services } from '../../../../../kernel/system.ts';
import type { Row } from '../../../../../kernel/register.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { type Reading, telemetry } from '../../../../../engines/telemetry/service.ts';
import demo from '../../data/demo-water.json' with { type: 'json' };
import { waterNetwork, waterSensor } from '../../registers/network.ts';
import { metresPerMegapascal } from '../../water/flow-units.ts';
import { hydraulics } from '../hydraulics/hydraulics.ts';
import type { HoursRun, Leak } from '../hydraulics/run-hours.ts';
import { modelValue } from '../incident/gather-readings.ts';
import { partsOf } from '../water/show-network.ts';
import { hourOfDay, runHourOf, simulateDay } from '../water/simulate-network.ts';

const minute = 60_000;
const most = 5000;

/** The same for the same sensor and moment, so that a demonstration looks alike twice. Box–Muller over a hash. */
function noise(sensor: number, at: number): number {
  const hash = (salt: number) => {
    const x = Math.sin(sensor * 127.1 + (at / minute) * 0.731 + salt * 311.7) * 43_758.5453;
    return x - Math.floor(x);
  };
  return Math.sqrt(-2 * Math.log(hash(1) + 1e-9)) * Math.cos(2 * Math.PI * hash(2));
}

export async function findDemoNetwork(services: Services): Promise<Row<typeof waterNetwork> | undefined> {
  const [found] = await services
    .use(registers)
    .of(waterNetwork)
    .trusted.findMany(services.use(store).db, {
      filter: { field: 'code', is: 'equal', value: demo.network.code },
      limit: 1,
    });
  return found;
}

/** The demo network's day with a leak on a pipe from the hour of this moment (milliseconds) on. */
export async function leakingDay(
  services: Services,
  leak: Omit<Leak, 'from'>,
  at: number,
): Promise<HoursRun> {
  const network = await findDemoNetwork(services);
  if (network === undefined) throw new Error('there is no demo network');
  const { inp, run } = await simulateDay(services, network);
  const hour = 3600;
  const from = runHourOf(run, hourOfDay(new Date(at))) * hour;
  return hydraulics({ act: 'run', inp, hours: 24, leak: { ...leak, from } });
}

/** Readings of all sensors at these moments (milliseconds), as the network runs by the model or by `run`. */
export async function reportReadings(
  services: Services,
  moments: readonly number[],
  run?: HoursRun,
): Promise<void> {
  const network = await findDemoNetwork(services);
  if (network === undefined) return;
  const rows = await services
    .use(registers)
    .of(waterSensor)
    .trusted.findEvery(services.use(store).db, { ...partsOf(network.id), sort: 'name', most });
  const day = run ?? (await simulateDay(services, network)).run;
  const receivedAt = services.use(store).clock.now().getTime();
  const readings: Reading[] = [];
  for (const at of moments)
    for (const [index, sensor] of rows.entries()) {
      const value = modelValue(sensor, day, hourOfDay(new Date(at)));
      if (value === undefined) continue;
      const own = sensor.kind === 'pressure' ? value / metresPerMegapascal : value;
      readings.push({
        device: sensor.device,
        property: sensor.property,
        at,
        value: Math.round((own + noise(index + 1, at) * sensor.error) * 1e5) / 1e5,
        quality: 'good',
        receivedAt,
      });
    }
  await services.use(telemetry).ingest(readings);
}

/** The reading of this moment. Only in a demonstration. */
export async function reportNow(services: Services): Promise<void> {
  if (!services.use(access).demo) return;
  const now = services.use(store).clock.now().getTime();
  await reportReadings(services, [Math.floor(now / minute) * minute]);
}

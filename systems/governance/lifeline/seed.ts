/** Demo data (演示数据): people, a synthetic network with valves and sensors, two days of readings, and a leak that has just begun. */
import type { Services } from '../../../kernel/system.ts';
import { store } from '../../../engines/store/service.ts';
import { telemetry } from '../../../engines/telemetry/service.ts';
import { judgeBridges } from './server/bridge/judge-bridges.ts';
import { makeBridges, seedBridges } from './server/demo/make-bridges.ts';
import { makeDrains, reportDrains } from './server/demo/make-drains.ts';
import { makeGas } from './server/demo/make-gas.ts';
import { makePeople, makeWater } from './server/demo/make-water.ts';
import { leakingDay, reportReadings } from './server/demo/report-readings.ts';
import { issueDrainage } from './server/drainage/issue-drainage.ts';

const minute = 60_000;
const hour = 60 * minute;
const days = 2;
/** Loses some 33 L/s. */
export const demoLeak = { pipe: 'P10', share: 0.4, coefficient: 5 };

export async function seedLifeline(services: Services): Promise<void> {
  const data = services.use(store);
  const now = Math.floor(data.clock.now().getTime() / minute) * minute;
  await makePeople(services);
  await makeWater(services);
  await makeGas(services);
  await makeDrains(services);
  await makeBridges(services);
  await services.use(telemetry).reload();
  const hours = Array.from(
    { length: days * 24 },
    (_, index) => now - (days * 24 - index) * hour - 10 * minute,
  );
  await reportReadings(services, [...hours, now - 10 * minute, now - 7 * minute]);
  const begins = now - 4 * minute;
  await reportDrains(services, now - days * 24 * hour, now - 10 * minute);
  await issueDrainage(services);
  await seedBridges(services, now);
  await judgeBridges(services);
  const run = await leakingDay(services, demoLeak, begins);
  await reportReadings(services, [begins, begins + 2 * minute], run);
  await services.use(telemetry).settle();
}

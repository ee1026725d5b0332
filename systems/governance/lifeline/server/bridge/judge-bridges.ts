/** Each hour: takes the temperature out of what bridges read, and writes the deviation back to the device, where thresholds see it. */
import type { Services } from '../../../../../kernel/system.ts';
import type { Row } from '../../../../../kernel/register.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { type Reading, telemetry } from '../../../../../engines/telemetry/service.ts';
import { judgeReading } from '../../bridge/compensate.ts';
import { bridgePoint } from '../../registers/bridge-point.ts';
import { findReference, kindOf, readPairs } from './find-reference.ts';

const hour = 3_600_000;
/** More would fail the job in plain sight rather than leave bridges unwatched. */
const most = 20_000;

async function judgePoint(
  services: Services,
  point: Row<typeof bridgePoint>,
  now: number,
): Promise<Reading[]> {
  const kind = kindOf(point);
  if (kind === undefined) return [];
  const to = Math.floor(now / hour) * hour;
  const [last] = await readPairs(services, point, { from: to - hour, to });
  const fit = last === undefined ? undefined : await findReference(services, point, to);
  if (last === undefined || fit === undefined) return [];
  const found = judgeReading(fit, last);
  const value = kind.as === 'drift' ? found.drift : found.deviations;
  if (value === null) return [];
  const rounded = Math.round(value * 100) / 100;
  const { device } = point;
  return [{ device, property: kind.derived, at: to - 1, value: rounded, quality: 'good', receivedAt: now }];
}

export async function judgeBridges(services: Services): Promise<number> {
  const data = services.use(store);
  const points = await services
    .use(registers)
    .of(bridgePoint)
    .trusted.findEvery(data.db, { filter: { field: 'state', is: 'equal', value: 'active' }, most });
  const now = data.clock.now().getTime();
  const found: Reading[] = [];
  for (const point of points) found.push(...(await judgePoint(services, point, now)));
  if (found.length > 0) await services.use(telemetry).ingest(found);
  return found.length;
}

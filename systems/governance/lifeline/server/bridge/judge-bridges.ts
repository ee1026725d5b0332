/** Each hour: takes the temperature out of what bridges read, and writes the deviation back to the device, where thresholds see it. */
import type { Services } from '../../../../../kernel/system.ts';
import type { Row } from '../../../../../kernel/register.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { type HourOf, type Reading, telemetry } from '../../../../../engines/telemetry/service.ts';
import { fitTemperature, judgeReading, type Pair } from '../../bridge/compensate.ts';
import rules from '../../data/bridge-rules.json' with { type: 'json' };
import { bridgePoint } from '../../registers/bridge-point.ts';

const hour = 3_600_000;
const day = 24 * hour;
const most = 1000;

type Kind = keyof typeof rules.kinds;

interface Timed extends Pair {
  readonly at: number;
}

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(rules.kinds, kind);
}

function pairsOf(hours: readonly HourOf[], property: string): readonly Timed[] {
  const warm = new Map(
    hours.filter((each) => each.property === rules.temperature).map(({ at, mean }) => [at, mean]),
  );
  return hours.flatMap(({ at, property: of, mean }) => {
    const temperature = warm.get(at);
    if (of !== property || mean === null || temperature === null || temperature === undefined) return [];
    return [{ at, temperature, value: mean }];
  });
}

async function judgePoint(
  services: Services,
  point: Row<typeof bridgePoint>,
  now: number,
): Promise<Reading[]> {
  if (!isKind(point.kind)) return [];
  const { property, derived, as } = rules.kinds[point.kind];
  const to = Math.floor(now / hour) * hour;
  const hours = await services.use(telemetry).readHours({
    devices: [point.device],
    properties: [property, rules.temperature],
    from: to - rules.referenceDays * day,
    to,
  });
  const pairs = pairsOf(hours, property);
  const last = pairs.at(-1);
  // Recent hours are left out, or damage that has just begun would be part of what is taken for sound.
  const sound = pairs.filter(({ at }) => at < to - rules.recentHours * hour);
  const fit = fitTemperature(sound, rules.leastPairs);
  if (last === undefined || last.at !== to - hour || fit === undefined) return [];
  const found = judgeReading(fit, last);
  const value = as === 'drift' ? found.drift : found.deviations;
  if (value === null) return [];
  const rounded = Math.round(value * 100) / 100;
  return [
    { device: point.device, property: derived, at: to - 1, value: rounded, quality: 'good', receivedAt: now },
  ];
}

export async function judgeBridges(services: Services): Promise<number> {
  const data = services.use(store);
  const points = await services
    .use(registers)
    .of(bridgePoint)
    .trusted.findMany(data.db, {
      filter: { field: 'state', is: 'equal', value: 'active' },
      limit: most,
    });
  const now = data.clock.now().getTime();
  const found: Reading[] = [];
  for (const point of points) found.push(...(await judgePoint(services, point, now)));
  if (found.length > 0) await services.use(telemetry).ingest(found);
  return found.length;
}

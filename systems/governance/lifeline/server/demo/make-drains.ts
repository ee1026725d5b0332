/** Demo manholes with showers that come and go, and what is expected to fall next (演示数据). */
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { device, thingModel } from '../../../../../engines/telemetry/contract.ts';
import { type Reading, telemetry } from '../../../../../engines/telemetry/service.ts';
import { forecastLevel } from '../../drainage/forecast-level.ts';
import { drainPoint } from '../../registers/drain-point.ts';
import { rainForecast } from '../../registers/rain.ts';
import { pointOf } from '../drainage/read-points.ts';

const by = 'lifeline:demo';
const note = '演示数据';
const minute = 60_000;
const stepMinutes = 10;
const step = stepMinutes * minute;
/** A shower of two hours begins every nine. */
const shower = [3, 9, 16, 22, 26, 22, 16, 10, 6, 4, 2, 1];
const turn = 54;
/** What really flows in, unlike what the register says: so there is something to learn. */
const truth = { runoff: 0.55, lag: 30 };
const shared = { area: '341202000000', department: 'city-drainage' } as const;

export const demoDrains = [
  {
    code: 'demo-drain-1',
    name: '演示下穿立交雨水井',
    depth: 3.2,
    storage: 900,
    catchment: 9,
    runoff: 0.75,
    diameter: 0.6,
    slope: 0.002,
    roughness: 0.013,
    position: { lon: 115.8123, lat: 32.8968 },
  },
  {
    code: 'demo-drain-2',
    name: '演示老城低洼路段雨水井',
    depth: 2.4,
    storage: 700,
    catchment: 5,
    runoff: 0.7,
    diameter: 0.5,
    slope: 0.0015,
    roughness: 0.014,
    position: { lon: 115.8205, lat: 32.8889 },
  },
] as const;

/** mm/h in the step that begins at `at`; the same for the same moment. */
function rainOf(at: number): number {
  const index = Math.floor(at / step);
  const strength = 0.6 + 0.4 * (((Math.floor(index / turn) * 7919) % 10) / 10);
  return Math.round((shower[index % turn] ?? 0) * strength * 10) / 10;
}

export async function makeDrains(services: Services): Promise<void> {
  const rows = services.use(registers);
  const data = services.use(store);
  await data.transaction(async (work) => {
    const [model] = await rows.of(thingModel).trusted.findMany(work.db, {
      filter: { field: 'code', is: 'equal', value: 'drain-level-monitor' },
      limit: 1,
    });
    for (const { code, name, ...point } of demoDrains) {
      const sensor = await rows.of(device).trusted.insert(work, by, {
        code,
        name: `${name}液位雨量监测仪`,
        model: model?.id ?? '',
        place: name,
        position: point.position,
        protocol: 'mqtt',
        stage: 'active',
        group: '城市生命线',
        note,
        ...shared,
      });
      await rows.of(drainPoint).trusted.insert(work, by, { name, ...point, device: sensor.id, ...shared });
    }
    const next = Math.ceil(data.clock.now().getTime() / step) * step;
    await rows.of(rainForecast).trusted.insert(work, by, {
      area: '341200000000',
      from: new Date(next).toISOString(),
      minutes: 60,
      depth: 12,
      source: `短时临近预报（${note}）`,
    });
  });
}

/** Steps that begin from `from` to `to`, not included: as the showers and the true catchment make them. */
export async function reportDrains(services: Services, from: number, to: number): Promise<void> {
  const data = services.use(store);
  const devices = await services
    .use(registers)
    .of(device)
    .trusted.findMany(data.db, {
      filter: { field: 'code', is: 'starts-with', value: 'demo-drain-' },
      limit: demoDrains.length,
    });
  const receivedAt = data.clock.now().getTime();
  // The level remembers the shower before.
  const begins = Math.floor(from / step) * step - turn * step;
  const moments = Array.from(
    { length: Math.max(0, Math.ceil((to - begins) / step)) },
    (_, at) => begins + at * step,
  );
  const readings = demoDrains.flatMap((drain) => {
    const sensor = devices.find(({ code }) => code === drain.code);
    if (sensor === undefined) return [];
    const { levels } = forecastLevel({ ...pointOf(drain), ...truth }, 0, moments.map(rainOf), stepMinutes);
    return moments.flatMap((at, index): Reading[] => {
      if (at < from) return [];
      const level = Math.round(((levels[index] ?? 0) + 0.01 * Math.sin(at / 7e5)) * 100) / 100;
      const values = {
        level: Math.max(0, level),
        fullness: Math.round((Math.max(0, level) / drain.depth) * 1000) / 10,
        rain: rainOf(at),
      };
      return Object.entries(values).map(([property, value]) => ({
        device: sensor.id,
        property,
        at: Math.min(at + 5 * minute, receivedAt),
        value,
        quality: 'good' as const,
        receivedAt,
      }));
    });
  });
  await services.use(telemetry).ingest(readings);
}

/** The step that has just passed. Only in a demonstration. */
export async function reportDrainsNow(services: Services): Promise<void> {
  if (!services.use(access).demo) return;
  const now = Math.floor(services.use(store).clock.now().getTime() / step) * step;
  await reportDrains(services, now - step, now);
}

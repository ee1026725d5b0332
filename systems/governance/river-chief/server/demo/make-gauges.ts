/** Two demo gauges on the 颍河 with floods that pass the upper one first (演示数据). */
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { device, thingModel } from '../../../../../engines/telemetry/contract.ts';
import { type Reading, telemetry } from '../../../../../engines/telemetry/service.ts';
import { gauge } from '../../registers/gauge.ts';
import { river } from '../../registers/river.ts';
import { hour, issueGauges } from '../gauge/issue-gauges.ts';

const by = 'river-chief:demo';
const note = '演示数据';
const days = 12;
const gauges = [
  {
    code: 'demo-gauge-1',
    name: '界首水位站（演示）',
    area: '341282000000',
    base: 33.4,
    part: 1,
    delay: 0,
    warning: 35.65,
    guarantee: 36.6,
    position: { lon: 115.372, lat: 33.258 },
  },
  {
    code: 'demo-gauge-2',
    name: '阜阳闸上水位站（演示）',
    area: '341204000000',
    base: 28.6,
    part: 0.7,
    delay: 14,
    warning: 30.5,
    guarantee: 32.5,
    position: { lon: 115.804, lat: 32.932 },
  },
] as const;

/** Metres above the base upstream; the same for the same hour. */
function waveAt(at: number): number {
  const clock = at / hour;
  return 0.7 * Math.sin(clock / 19) + 0.4 * Math.sin(clock / 8.7) + 0.3 * Math.sin(clock / 43);
}

async function report(services: Services, from: number, to: number): Promise<void> {
  const data = services.use(store);
  const devices = await services
    .use(registers)
    .of(device)
    .trusted.findMany(data.db, {
      filter: { field: 'code', is: 'starts-with', value: 'demo-gauge-' },
      limit: gauges.length,
    });
  const receivedAt = data.clock.now().getTime();
  const readings: Reading[] = [];
  for (let at = from; at < to; at += hour)
    for (const { code, base, part, delay } of gauges) {
      const sensor = devices.find((each) => each.code === code);
      if (sensor === undefined) continue;
      const ripple = 0.01 * Math.sin(at / 5.3e6);
      const value = Math.round((base + part * waveAt(at - delay * hour) + ripple) * 100) / 100;
      readings.push({ device: sensor.id, property: 'level', at, value, quality: 'good', receivedAt });
    }
  await services.use(telemetry).ingest(readings);
}

export async function makeGauges(services: Services): Promise<void> {
  const rows = services.use(registers);
  const data = services.use(store);
  await data.transaction(async (work) => {
    const [model] = await rows.of(thingModel).trusted.findMany(work.db, {
      filter: { field: 'code', is: 'equal', value: 'river-level-gauge' },
      limit: 1,
    });
    const [ying] = await rows.of(river).trusted.findMany(work.db, {
      filter: { field: 'code', is: 'equal', value: 'YH' },
      limit: 1,
    });
    let upstream: string | null = null;
    for (const { code, name, area, warning, guarantee, position } of gauges) {
      const shared = { area, department: 'city-water-resources', position };
      const sensor = await rows.of(device).trusted.insert(work, by, {
        code,
        name: `${name}水位计`,
        model: model?.id ?? '',
        place: name,
        protocol: 'mqtt',
        stage: 'active',
        group: '河长制',
        note,
        ...shared,
      });
      const made = await rows.of(gauge).trusted.insert(work, by, {
        code,
        name,
        river: ying?.id ?? '',
        upstream,
        device: sensor.id,
        warning,
        guarantee,
        note: `${note}，警戒、保证水位为示意`,
        ...shared,
      });
      upstream = made.id;
    }
  });
  await services.use(telemetry).reload();
  const now = Math.floor(data.clock.now().getTime() / hour) * hour;
  await report(services, now - days * 24 * hour, now);
  await services.use(telemetry).settle();
  await issueGauges(services);
}

/** The hour that has just begun. Only in a demonstration. */
export async function reportGauges(services: Services): Promise<void> {
  if (!services.use(access).demo) return;
  const now = Math.floor(services.use(store).clock.now().getTime() / hour) * hour;
  await report(services, now - 2 * hour, now);
}

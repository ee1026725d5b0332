/** A demo bridge with frequency and strain, whose frequency falls slowly: the fixed reference sees it, a rolling one would not (演示数据). */
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { device, thingModel } from '../../../../../engines/telemetry/contract.ts';
import { type Reading, telemetry } from '../../../../../engines/telemetry/service.ts';
import { bridgePoint } from '../../registers/bridge-point.ts';

const by = 'lifeline:demo';
const note = '演示数据';
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const code = 'demo-bridge-1';
/** Days of history, and how many of them are the reference. */
const historyDays = 28;
const referenceDays = 14;

const place = {
  area: '341202000000',
  department: 'city-urban-management',
  position: { lon: 115.8088, lat: 32.9061 },
} as const;

export async function makeBridges(services: Services): Promise<void> {
  const rows = services.use(registers);
  const data = services.use(store);
  const began = data.clock.now().getTime() - historyDays * day;
  await data.transaction(async (work) => {
    const [model] = await rows.of(thingModel).trusted.findMany(work.db, {
      filter: { field: 'code', is: 'equal', value: 'bridge-monitor' },
      limit: 1,
    });
    const sensor = await rows.of(device).trusted.insert(work, by, {
      code,
      name: '演示大桥主跨监测仪',
      model: model?.id ?? '',
      place: '演示大桥主跨跨中',
      protocol: 'mqtt',
      stage: 'active',
      group: '城市生命线',
      note,
      ...place,
    });
    for (const [kind, name] of [
      ['frequency', '主跨一阶频率'],
      ['strain', '主跨跨中应变'],
    ] as const)
      await rows.of(bridgePoint).trusted.insert(work, by, {
        name,
        bridge: `演示大桥（${note}）`,
        kind,
        device: sensor.id,
        referenceFrom: shanghaiDate(new Date(began)),
        referenceTo: shanghaiDate(new Date(began + referenceDays * day)),
        ...place,
      });
  });
}

/** The same at the same moment. */
function valuesAt(at: number, lost: number) {
  const hours = at / hour;
  const temperature = 12 + 7 * Math.sin((hours / 24) * 2 * Math.PI) + 3 * Math.sin(hours / 97);
  const noise = Math.sin(hours * 7.31) + Math.sin(hours * 3.17);
  return {
    temperature: Math.round(temperature * 10) / 10,
    frequency: Math.round((2.31 - 0.004 * temperature + 0.001 * noise) * (1 - lost) * 1e4) / 1e4,
    strain: Math.round((120 + 4.2 * temperature + 2 * noise) * 10) / 10,
  };
}

/** Of the hours from `from` to `to`, not included; after the reference the frequency loses 0.15 % a day. */
export async function reportBridges(services: Services, from: number, to: number): Promise<void> {
  const data = services.use(store);
  const [sensor] = await services
    .use(registers)
    .of(device)
    .trusted.findMany(data.db, { filter: { field: 'code', is: 'equal', value: code }, limit: 1 });
  if (sensor === undefined) return;
  const receivedAt = data.clock.now().getTime();
  const damage = Date.parse(sensor.createdAt) - (historyDays - referenceDays - 1) * day;
  const readings: Reading[] = [];
  for (let at = Math.floor(from / hour) * hour + 2 * minute; at < to; at += hour) {
    // Stays within what does not alarm: a demonstration must not fill with cases.
    const lost = Math.min(0.045, Math.max(0, ((at - damage) / day) * 0.0015));
    for (const [property, value] of Object.entries(valuesAt(at, lost)))
      readings.push({ device: sensor.id, property, at, value, quality: 'good', receivedAt });
  }
  await services.use(telemetry).ingest(readings);
}

export async function seedBridges(services: Services, now: number): Promise<void> {
  await reportBridges(services, now - historyDays * day, now);
}

/** The hour that runs. Only in a demonstration. */
export async function reportBridgesNow(services: Services): Promise<void> {
  if (!services.use(access).demo) return;
  const now = services.use(store).clock.now().getTime();
  await reportBridges(services, now, now);
}

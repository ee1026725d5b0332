/** Each hour: foretells the level at every gauge and keeps the forecast as it was told. */
import type { Row, RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { type Series, telemetry } from '../../../../../engines/telemetry/service.ts';
import rules from '../../data/gauge-rules.json' with { type: 'json' };
import { forecastGauge } from '../../gauge/forecast-gauge.ts';
import { gauge, gaugeForecast } from '../../registers/gauge.ts';

const by = 'river-chief';
const most = 1000;
export const hour = 3_600_000;
/** Hours of the day fall together when a series begins at midnight in Shanghai. */
const shanghai = 8 * hour;
const day = 24 * hour;

/** Mean level of each hour that begins from `from` to `to`, not included; undefined where none counts. */
export async function readLevels(
  services: Services,
  device: string,
  from: number,
  to: number,
): Promise<Series> {
  const rows = await services
    .use(telemetry)
    .readHours({ devices: [device], properties: ['level'], from, to });
  const byHour = new Map(rows.map(({ at, mean }) => [at, mean ?? undefined]));
  return Array.from({ length: (to - from) / hour }, (_, index) => byHour.get(from + index * hour));
}

async function forecastOne(
  services: Services,
  row: Row<typeof gauge>,
  above: Row<typeof gauge> | undefined,
  at: number,
): Promise<RowInput<typeof gaugeForecast> | undefined> {
  const from = Math.floor((at + shanghai) / day) * day - shanghai - rules.learnDays * day;
  const whole = await readLevels(services, row.device, from, at);
  const begins = whole.findIndex((level) => level !== undefined);
  if (begins < 0) return undefined;
  const skip = Math.floor(begins / 24) * 24;
  const upstream = above === undefined ? undefined : await readLevels(services, above.device, from, at);
  const series = whole.slice(skip);
  const made = await forecastGauge(series, upstream?.slice(skip));
  const level = series.findLast((each) => each !== undefined);
  if (made === undefined || level === undefined) return undefined;
  const peak = Math.max(...made.hours.map((each) => each.level));
  return {
    key: `${row.code}@${new Date(at).toISOString().slice(0, 13)}`,
    gauge: row.id,
    area: row.area,
    department: row.department,
    issuedAt: new Date(at).toISOString(),
    level: Math.round(level * 100) / 100,
    peak,
    peakHours: made.hours.find((each) => each.level === peak)?.ahead ?? 0,
    hours: made.hours,
    ways: made.ways,
    errors: made.errors,
  };
}

/** Gives the number of forecasts issued; of one hour there is one for a gauge. */
export async function issueGauges(services: Services): Promise<number> {
  const data = services.use(store);
  const at = Math.floor(data.clock.now().getTime() / hour) * hour;
  const gauges = await services
    .use(registers)
    .of(gauge)
    .trusted.findEvery(data.db, { filter: { field: 'state', is: 'equal', value: 'active' }, most });
  const made: RowInput<typeof gaugeForecast>[] = [];
  for (const row of gauges) {
    const above = gauges.find(({ id }) => id === row.upstream);
    const found = await forecastOne(services, row, above, at);
    if (found !== undefined) made.push(found);
  }
  if (made.length === 0) return 0;
  return data.transaction(async (work) => {
    const { trusted } = services.use(registers).of(gaugeForecast);
    const known = await trusted.findMany(work.db, {
      filter: { field: 'key', is: 'one-of', value: made.flatMap(({ key }) => key ?? []) },
      limit: made.length,
    });
    const fresh = made.filter(({ key }) => !known.some((row) => row.key === key));
    if (fresh.length > 0) await trusted.insertMany(work, by, fresh);
    return fresh.length;
  });
}

/** Finds where a network leaks, from the readings since the first alarm; keeps each result. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { incident } from '../../incident/incident.ts';
import { leakAnalysis } from '../../registers/leak-analysis.ts';
import { waterNetwork, waterPipe, waterSensor } from '../../registers/network.ts';
import { hydraulics } from '../hydraulics/hydraulics.ts';
import { setting } from '../setting.ts';
import { mostParts, partsOf } from '../water/show-network.ts';
import { hourOfDay, runHourOf, simulateDay } from '../water/simulate-network.ts';
import { gatherReadings, modelValue } from './gather-readings.ts';

const minute = 60_000;
const hour = 60 * minute;
/** Candidates kept with the analysis. */
const kept = 20;
const rounded = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits;

async function readParts(services: Services, row: Row<typeof incident>) {
  const rows = services.use(registers);
  const { db } = services.use(store);
  if (row.network === null) throw errors.noNetwork();
  const network = await rows.of(waterNetwork).trusted.find(db, row.network);
  if (network === undefined) throw errors.noNetwork();
  const [pipes, all] = await Promise.all([
    rows.of(waterPipe).trusted.findEvery(db, partsOf(network.id)),
    rows.of(waterSensor).trusted.findEvery(db, { ...partsOf(network.id), sort: 'name', most: mostParts }),
  ]);
  const sensors = all.filter(({ state }) => state === 'active');
  if (sensors.length === 0) throw errors.noSensors();
  return { network, pipes, sensors };
}

interface Period {
  /** Milliseconds; `to` is not included. */
  readonly from: number;
  readonly to: number;
}

/** Since just before the alarm, cut at full hours, since the model stands still within each; the first ones are enough. */
function periodsOf(row: Row<typeof incident>, now: Date, most: number): readonly Period[] {
  const begin = Date.parse(row.happenedAt) - minute;
  const end = now.getTime() + 1;
  const periods: Period[] = [];
  for (let from = begin; from < end && periods.length < most; ) {
    const to = Math.min(end, (Math.floor(from / hour) + 1) * hour);
    periods.push({ from, to });
    from = to;
  }
  return periods;
}

/** Throws lifeline.noSensors, noReadings, noNetwork or modelUnsolved. */
export async function locateIncident(services: Services, id: string): Promise<void> {
  const data = services.use(store);
  const rows = services.use(registers);
  const row = await rows.of(incident).trusted.find(data.db, id);
  if (row === undefined) return;
  const { network, pipes, sensors } = await readParts(services, row);
  const { inp, run } = await simulateDay(services, network);
  const placed = sensors.filter((sensor) => modelValue(sensor, run, 0) !== undefined);
  const gathered = await Promise.all(
    periodsOf(row, data.clock.now(), setting(services, 'locate-hours')).map(async (period) => ({
      hour: hourOfDay(new Date(period.from)),
      read: await gatherReadings(services, placed, run, period),
    })),
  );
  const hours = gathered.filter(({ read }) => read.some(({ value }) => value !== null));
  const [begin] = hours;
  if (begin === undefined) throw errors.noReadings();
  const found = await hydraulics({
    act: 'locate',
    inp,
    at: hours.map((each) => runHourOf(run, each.hour)),
    sensors: placed.map(({ kind, of }) => ({ kind: kind === 'pressure' ? 'pressure' : 'flow', of })),
    readings: hours.flatMap(({ read }) => read.map(({ value }) => value)),
    sigmas: begin.read.map(({ sigma }) => sigma),
    pipes: pipes
      .filter(({ kind, closed }) => kind === 'pipe' && closed !== true)
      .map(({ code, from, to, length }) => ({ id: code, from, to, length: length ?? 0 })),
    refined: setting(services, 'refined-pipes'),
  });
  const ranked = found.ranked.slice(0, kept).map(({ pipe, probability, loss, misfit }) => ({
    pipe,
    probability: rounded(probability, 4),
    loss: rounded(loss, 2),
    misfit: rounded(misfit, 1),
  }));
  const [best] = ranked;
  await data.transaction((work) =>
    rows.of(leakAnalysis).trusted.insert(work, 'system', {
      incident: id,
      network: network.id,
      title: best === undefined ? '没有候选管段' : `最可能漏损：${best.pipe}`,
      analysedAt: data.clock.now().toISOString(),
      hour: begin.hour,
      readings: hours.flatMap((each) =>
        placed.map((sensor, index) => ({
          name: sensor.name,
          kind: sensor.kind,
          hour: each.hour,
          measured: each.read[index]?.value ?? null,
          simulated: modelValue(sensor, run, each.hour) ?? 0,
          sigma: each.read[index]?.sigma ?? 0,
        })),
      ),
      ranked,
      loss: best?.loss ?? null,
      misfit: rounded(found.misfit, 1),
      area: network.area,
      department: network.department,
    }),
  );
}

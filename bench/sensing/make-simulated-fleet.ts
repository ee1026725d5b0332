/** The simulated city (演示数据) as devices of a bench: four kinds of sensors, as many as are wanted. */
import { device, thingModel, ThingModel } from '../../engines/telemetry/contract.ts';
import type { TelemetryEngine } from '../../engines/telemetry/index.ts';
import type { Reading } from '../../engines/telemetry/service.ts';
import { newId } from '../../kernel/ids.ts';
import { simulatedFleet, simulatedModels } from '../../systems/foundation/sensing/server/simulate/fleet.ts';
import {
  type PlacedDevice,
  simulateReadings,
} from '../../systems/foundation/sensing/server/simulate/run-simulation.ts';

const together = 5000;

export async function makeSimulatedFleet(
  engine: Pick<TelemetryEngine, 'store' | 'registers'>,
  count: number,
): Promise<readonly PlacedDevice[]> {
  const models = new Map(simulatedModels.map((model) => [model.code, newId()]));
  const fleet = simulatedFleet(count).map((each) => ({ ...each, id: newId() }));
  await engine.store.transaction((work) =>
    engine.registers.of(thingModel).trusted.insertMany(
      work,
      'bench',
      simulatedModels.map(({ code, name, category, definition }) => ({
        id: models.get(code) ?? '',
        code,
        name,
        category,
        definition: ThingModel.parse(definition),
      })),
    ),
  );
  for (let from = 0; from < fleet.length; from += together)
    await engine.store.transaction((work) =>
      engine.registers.of(device).trusted.insertMany(
        work,
        'bench',
        fleet.slice(from, from + together).map(({ id, code, name, model, area, position }) => ({
          id,
          code,
          name,
          model: models.get(model.code) ?? '',
          stage: 'active',
          department: model.department,
          area,
          position,
        })),
      ),
    );
  return fleet;
}

/** Keys of so many devices, taken evenly from the whole fleet, as [code, key]. */
export function giveKeys(
  engine: TelemetryEngine,
  fleet: readonly PlacedDevice[],
  count: number,
): Promise<readonly (readonly [code: string, key: string])[]> {
  const every = Math.max(1, Math.floor(fleet.length / count));
  const chosen = fleet.filter((_, index) => index % every === 0).slice(0, count);
  return engine.store.transaction(async (work) => {
    const keys: [string, string][] = [];
    for (const { id, code } of chosen) keys.push([code, await engine.credentials.issue(work, id, 'bench')]);
    return keys;
  });
}

/** At least so many readings of whole minutes, in the order of time, that end before `until`. */
export function simulatedDay(
  fleet: readonly PlacedDevice[],
  least: number,
  until: number,
): readonly Reading[] {
  const minutes = 24 * 60;
  const readings: Reading[] = [];
  for (const reading of simulateReadings(fleet, until - minutes * 60_000, until, (at) => at)) {
    if (readings.length >= least) break;
    readings.push(reading);
  }
  return readings;
}

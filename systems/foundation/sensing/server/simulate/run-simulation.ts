/** Lets the simulated fleet report: its history at the seed, and its present minute by minute while the demo runs. */
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { device as deviceRegister } from '../../../../../engines/telemetry/contract.ts';
import { type Reading, telemetry } from '../../../../../engines/telemetry/service.ts';
import { type SimulatedDevice, simulatedFleet } from './fleet.ts';
import { clockError, type Fault, type FaultKind, ownFaults, readCurve } from './read-curve.ts';
import { simulatedVehicles, type Vehicle, vehicleReadings } from './vehicles.ts';
import { rememberWeather } from './weather.ts';

export interface PlacedDevice extends SimulatedDevice {
  /** Row id. */
  readonly id: string;
}

const injected = new Map<string, Fault>();
const batch = 2000;

/** Lays a fault on a simulated device from now on, in this process. Returns when it ends, in milliseconds. */
export function injectFault(device: string, kind: FaultKind, from: number, minutes: number): number {
  const to = from + minutes * 60_000;
  injected.set(device, { kind, from, to });
  return to;
}

/** What the fleet measured from (included) to (not included), in the order of time. */
export function* simulateReadings(
  fleet: readonly PlacedDevice[],
  from: number,
  to: number,
  receivedAt: (at: number) => number,
): Generator<Reading> {
  const step = 60_000;
  const weather = rememberWeather();
  for (let at = Math.ceil(from / step) * step; at < to; at += step) {
    for (const device of fleet) {
      const every = (device.model.definition.expectSeconds ?? 60) * 1000;
      // Not all in the same minute: each has its own place in the interval.
      if ((at + device.seed * step) % every !== 0) continue;
      const own = injected.get(device.id);
      const faults = own === undefined ? ownFaults(device.seed, at) : [own, ...ownFaults(device.seed, at)];
      const sky = (moment: number) => weather(device.position.lon, moment);
      const shown = at + clockError(device.seed, at, faults);
      for (const { name, type, precision } of device.model.definition.properties) {
        const curve = device.model.curves[name];
        const value = curve && readCurve(name, curve, device.seed * 31 + name.length, at, faults, sky);
        if (value === undefined) continue;
        yield {
          device: device.id,
          property: name,
          at: shown,
          value: type === 'boolean' ? value > 0.5 : Number(value.toFixed(precision ?? 2)),
          quality: 'good',
          receivedAt: receivedAt(at),
        };
      }
    }
  }
}

/** Simulated devices that are registered, with their row ids. */
export async function placedFleet(services: Services): Promise<readonly PlacedDevice[]> {
  const fleet = new Map(simulatedFleet().map((device) => [device.code, device]));
  const rows = await services
    .use(registers)
    .of(deviceRegister)
    .trusted.findMany(services.use(store).db, {
      filter: { field: 'code', is: 'one-of', value: [...fleet.keys()] },
      limit: fleet.size,
    });
  return rows.flatMap((row) => {
    const device = fleet.get(row.code);
    return device === undefined ? [] : [{ ...device, id: row.id }];
  });
}

/** Simulated vehicles that are registered, with their row ids. */
async function placedVehicles(services: Services): Promise<readonly (Vehicle & { readonly id: string })[]> {
  const vehicles = new Map(simulatedVehicles().map((vehicle) => [vehicle.code, vehicle]));
  const rows = await services
    .use(registers)
    .of(deviceRegister)
    .trusted.findMany(services.use(store).db, {
      filter: { field: 'code', is: 'one-of', value: [...vehicles.keys()] },
      limit: vehicles.size,
    });
  return rows.flatMap(({ id, code }) => {
    const vehicle = vehicles.get(code);
    return vehicle === undefined ? [] : [{ ...vehicle, id }];
  });
}

/** In batches; gives how many. */
async function send(services: Services, readings: Iterable<Reading>): Promise<number> {
  const door = services.use(telemetry);
  let waiting: Reading[] = [];
  let count = 0;
  for (const reading of readings) {
    waiting.push(reading);
    count += 1;
    if (waiting.length < batch) continue;
    await door.ingest(waiting);
    waiting = [];
  }
  await door.ingest(waiting);
  return count;
}

/** Readings of the time; `until` is what the clock says. */
export function reportHistory(
  services: Services,
  fleet: readonly PlacedDevice[],
  from: number,
  until: number,
): Promise<number> {
  return send(
    services,
    simulateReadings(fleet, from, until, () => until),
  );
}

/** Where the vehicles were in the time; `until` is what the clock says. */
export async function reportVehicles(services: Services, from: number, until: number): Promise<number> {
  return send(services, vehicleReadings(await placedVehicles(services), from, until));
}

/** The minute that has just passed. Only in a demonstration. */
export async function reportLastMinute(services: Services): Promise<void> {
  if (!services.use(access).demo) return;
  const now = services.use(store).clock.now().getTime();
  const minute = Math.floor(now / 60_000) * 60_000;
  await reportHistory(services, await placedFleet(services), minute - 60_000, minute);
  await reportVehicles(services, minute - 60_000, minute);
}

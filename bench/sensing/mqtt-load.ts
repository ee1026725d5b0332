/** A child process that is many devices of the simulated city: it publishes with QoS 1, keeps some messages in flight, and counts what was acknowledged. */
import { setTimeout as pause } from 'node:timers/promises';
import mqtt from 'mqtt';
import { simulatedFleet } from '../../systems/foundation/sensing/server/simulate/fleet.ts';
import { simulateReadings } from '../../systems/foundation/sensing/server/simulate/run-simulation.ts';
import { percentile } from '../support/percentile.ts';
import { answerTask } from './run-load.ts';

export interface LoadTask {
  readonly port: number;
  /** Devices of the whole fleet. */
  readonly city: number;
  /** Code and key of each device that speaks. */
  readonly devices: readonly (readonly [code: string, key: string])[];
  /** Readings of one message. */
  readonly batch: number;
  /** Messages of one device that wait for their acknowledgement. */
  readonly inFlight: number;
  readonly milliseconds: number;
  /** Moment of the first reading, milliseconds; each next is a millisecond later. */
  readonly from: number;
  /** Messages a second of all devices; undefined: as many as are acknowledged. */
  readonly perSecond?: number;
  /** The value of each reading is the moment at which it is sent. */
  readonly timed?: boolean;
}

export interface LoadResult {
  readonly acknowledged: number;
  readonly seconds: number;
  /** 95 of 100 acknowledgements came within so many milliseconds. */
  readonly p95: number;
}

interface Measured {
  readonly property: string;
  readonly value: number | boolean | string;
}

const day = 86_400_000;

/** What each of these devices measures in a day of its city, faults and leaks included. */
function dayOf(city: number, codes: ReadonlySet<string>, until: number): Map<string, Measured[]> {
  const fleet = simulatedFleet(city).flatMap((each) =>
    codes.has(each.code) ? [{ ...each, id: each.code }] : [],
  );
  const days = new Map<string, Measured[]>(fleet.map(({ code }) => [code, []]));
  for (const { device, property, value } of simulateReadings(fleet, until - day, until, (at) => at))
    days.get(device)?.push({ property, value });
  return days;
}

async function drive(task: LoadTask): Promise<LoadResult> {
  const days = dayOf(task.city, new Set(task.devices.map(([code]) => code)), task.from);
  const clients = await Promise.all(
    task.devices.map(async ([username, password]) => ({
      code: username,
      // A device that is silent all day has nothing to send.
      day: (days.get(username) ?? []).filter(({ value }) => !task.timed || typeof value === 'number'),
      client: await mqtt.connectAsync(`mqtt://127.0.0.1:${task.port}`, {
        username,
        password,
        protocolVersion: 4,
      }),
    })),
  );
  const started = performance.now();
  const end = started + task.milliseconds;
  const waits: number[] = [];
  let acknowledged = 0;
  let moment = task.from;
  let sentSoFar = 0;
  /** Where the pace is given, each line waits for its turn. */
  async function turn(): Promise<void> {
    if (task.perSecond === undefined) return;
    sentSoFar += 1;
    const due = started + (sentSoFar / task.perSecond) * 1000;
    if (due > performance.now()) await pause(due - performance.now());
  }
  await Promise.all(
    clients.flatMap(({ code, client, day: own }) => {
      let next = 0;
      return Array.from({ length: own.length === 0 ? 0 : task.inFlight }, async () => {
        while (performance.now() < end) {
          await turn();
          const readings = Array.from({ length: task.batch }, () => {
            const { property, value } = own[(next += 1) % own.length] as Measured;
            return { property, at: (moment += 1), value: task.timed === true ? Date.now() : value };
          });
          const sent = performance.now();
          await client.publishAsync(`devices/${code}/readings`, JSON.stringify(readings), { qos: 1 });
          acknowledged += 1;
          if (acknowledged % 16 === 0) waits.push(performance.now() - sent);
        }
      });
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  await Promise.all(clients.map(({ client }) => client.endAsync(true)));
  return { acknowledged, seconds, p95: percentile(waits, 0.95) };
}

answerTask(drive);

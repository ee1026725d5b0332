/** A child process that is many devices: it publishes with QoS 1, keeps some messages in flight, and counts what was acknowledged. */
import { setTimeout as pause } from 'node:timers/promises';
import mqtt from 'mqtt';

export interface LoadTask {
  readonly port: number;
  /** Code and key of each device. */
  readonly devices: readonly (readonly [code: string, key: string])[];
  readonly property: string;
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

async function drive(task: LoadTask): Promise<LoadResult> {
  const clients = await Promise.all(
    task.devices.map(async ([username, password]) => ({
      code: username,
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
    clients.flatMap(({ code, client }) =>
      Array.from({ length: task.inFlight }, async () => {
        while (performance.now() < end) {
          await turn();
          const readings = Array.from({ length: task.batch }, (_, index) => ({
            property: task.property,
            at: (moment += 1),
            value: task.timed === true ? Date.now() : index,
          }));
          const sent = performance.now();
          await client.publishAsync(`devices/${code}/readings`, JSON.stringify(readings), { qos: 1 });
          acknowledged += 1;
          if (acknowledged % 16 === 0) waits.push(performance.now() - sent);
        }
      }),
    ),
  );
  const seconds = (performance.now() - started) / 1000;
  waits.sort((a, b) => a - b);
  await Promise.all(clients.map(({ client }) => client.endAsync(true)));
  return { acknowledged, seconds, p95: waits[Math.floor(waits.length * 0.95)] ?? 0 };
}

process.once('message', (task: LoadTask) => {
  void drive(task).then(
    (result) => process.send?.(result, () => process.exit(0)),
    (problem: unknown) => {
      console.error(problem);
      process.exit(1);
    },
  );
});

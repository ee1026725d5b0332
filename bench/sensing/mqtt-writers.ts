/** Devices of the sensing drill: each publishes with QoS 1 and sends again until it is acknowledged, whatever becomes of the server. */
import { setTimeout as wait } from 'node:timers/promises';
import mqtt from 'mqtt';
import type { Fleet } from './make-fleet.ts';

export interface ReadingTally {
  /** Moments of acknowledged readings, by device code. */
  readonly acknowledged: Map<string, number[]>;
  /** When the last acknowledged message was sent, by performance.now(). */
  lastSentAt: number;
  /** When messages were acknowledged since it was last emptied, by performance.now(). */
  acknowledgedAt: number[];
  /** Readings sent and not yet acknowledged. */
  underWay: number;
}

/** Readings of one message. */
const batch = 5;
/** Messages of one device that wait for their acknowledgement. */
const inFlight = 4;

/** Resolves with the acknowledgement. The client keeps most messages over a new connection, and refuses those that meet its end. */
async function insist(client: mqtt.MqttClient, topic: string, payload: string): Promise<void> {
  while (true) {
    try {
      await client.publishAsync(topic, payload, { qos: 1 });
      return;
    } catch {
      await wait(50);
    }
  }
}

async function publishOn(
  client: mqtt.MqttClient,
  code: string,
  next: () => number,
  tally: ReadingTally,
  goesOn: () => boolean,
): Promise<void> {
  const mine = tally.acknowledged.get(code) ?? [];
  tally.acknowledged.set(code, mine);
  while (goesOn()) {
    const moments = Array.from({ length: batch }, next);
    const readings = moments.map((at) => ({ property: 'level', at, value: at % 7 }));
    const sentAt = performance.now();
    tally.underWay += batch;
    await insist(client, `devices/${code}/readings`, JSON.stringify(readings));
    tally.underWay -= batch;
    mine.push(...moments);
    tally.lastSentAt = sentAt;
    tally.acknowledgedAt.push(performance.now());
  }
}

/** The moments that a device gives its readings, in milliseconds. */
export interface Moments {
  readonly start: number;
  readonly step: number;
}

/** Publishes until `goesOn` says no; resolves when everything sent has been acknowledged. */
export async function runMqttWriters(
  port: number,
  keys: Fleet['keys'],
  tally: ReadingTally,
  goesOn: () => boolean,
  { start, step }: Moments = { start: Date.now() - 24 * 3_600_000, step: 1000 },
): Promise<void> {
  const clients = keys.map(([username, password]) => ({
    code: username,
    client: mqtt.connect(`mqtt://127.0.0.1:${port}`, {
      username,
      password,
      protocolVersion: 4,
      reconnectPeriod: 50,
    }),
  }));
  const writing = clients.flatMap(({ code, client }) => {
    client.on('error', () => undefined);
    let moment = start;
    const next = () => (moment += step);
    return Array.from({ length: inFlight }, () => publishOn(client, code, next, tally, goesOn));
  });
  await Promise.all(writing);
  await Promise.all(clients.map(({ client }) => client.endAsync(true)));
}

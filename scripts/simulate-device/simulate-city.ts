/** The sensors of a whole simulated city (演示数据), speaking through a broker that the city takes readings from: MQTT or NATS. */
import { setTimeout as pause } from 'node:timers/promises';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import mqtt from 'mqtt';
import { simulatedFleet } from '../../systems/foundation/sensing/server/simulate/fleet.ts';
import { simulateReadings } from '../../systems/foundation/sensing/server/simulate/run-simulation.ts';

export interface CityOptions {
  /** mqtt://… or nats://…; the broker holds what it took until the city has stored it. */
  readonly url: string;
  readonly devices: number;
  readonly seed: number;
  /** Minutes of the city's life to send. */
  readonly minutes: number;
  /** Milliseconds between two of them. */
  readonly every: number;
  readonly now: () => number;
  readonly say: (line: string) => void;
}

interface Publisher {
  /** Resolves when the broker has taken it. */
  publish(code: string, body: string): Promise<void>;
  end(): Promise<void>;
}

/** Messages that wait for the broker at once. */
const underWay = 500;

async function openPublisher(url: string): Promise<Publisher> {
  const { protocol, host, username, password } = new URL(url);
  if (protocol === 'nats:') {
    const proof = username === '' ? {} : { user: username, pass: password };
    const connection = await connect({ servers: host, ...proof });
    const stream = jetstream(connection);
    return {
      publish: async (code, body) => void (await stream.publish(`devices.${code}.readings`, body)),
      end: () => connection.drain(),
    };
  }
  const client = await mqtt.connectAsync(url, { protocolVersion: 5 });
  return {
    publish: async (code, body) =>
      void (await client.publishAsync(`devices/${code}/readings`, body, { qos: 1 })),
    end: () => client.endAsync(),
  };
}

/** Sends minute by minute, each device's readings of it in one message. Returns what the broker took. */
export async function simulateCity({
  url,
  devices,
  seed,
  minutes,
  every,
  now,
  say,
}: CityOptions): Promise<{ readonly messages: number; readonly readings: number }> {
  const publisher = await openPublisher(url);
  // On the wire a device is its code.
  const fleet = simulatedFleet(devices, seed).map((device) => ({ ...device, id: device.code }));
  const total = { messages: 0, readings: 0 };
  const first = Math.floor(now() / 60_000) * 60_000;
  for (let minute = 0; minute < minutes; minute += 1) {
    const from = first + minute * 60_000;
    const messages = new Map<string, { property: string; at: number; value: number | boolean | string }[]>();
    for (const { device, property, at, value } of simulateReadings(fleet, from, from + 1, (at) => at)) {
      const mine = messages.get(device);
      if (mine === undefined) messages.set(device, [{ property, at, value }]);
      else mine.push({ property, at, value });
    }
    const waiting = [...messages];
    while (waiting.length > 0)
      await Promise.all(
        waiting
          .splice(0, underWay)
          .map(([code, readings]) => publisher.publish(code, JSON.stringify(readings))),
      );
    const readings = [...messages.values()].reduce((sum, each) => sum + each.length, 0);
    total.messages += messages.size;
    total.readings += readings;
    say(`${new Date(from).toISOString()} ${messages.size} 条消息,${readings} 条读数`);
    if (minute + 1 < minutes) await pause(every);
  }
  await publisher.end();
  return total;
}

/** The fleet as the sheet that 感知设备 imports. */
export function deviceSheet(devices: number, seed: number): string {
  const head = ['设备编码', '名称', '物模型', '分组', '接入协议', '权属部门', '所在区划', '安装地点', '备注'];
  const lines = simulatedFleet(devices, seed).map(({ code, name, model, area, place }) =>
    [code, name, model.code, model.category, 'MQTT', model.department, area, place, '演示数据'].join(','),
  );
  return `${[head.join(','), ...lines].join('\n')}\n`;
}

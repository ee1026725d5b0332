/** Takes readings from an outside MQTT broker: shared subscriptions on several lines, each message acknowledged after the commit. */
import mqtt, { type IPublishPacket, type MqttClient } from 'mqtt';
import type { TelemetryEngine } from '../create-telemetry.ts';
import { isWord, takeFromBroker } from './handle-message.ts';

export interface MqttClientOptions {
  /** mqtt://user:password@host:port */
  readonly url: string;
  /** Servers of one group share the messages among them (MQTT 5 §4.8.2). */
  readonly group: string;
  /**
   * Of this server, the same after a restart: its sessions outlive it and hold what came meanwhile. A name that never comes back
   * leaves sessions that take their part of the messages until they expire.
   */
  readonly name: string;
  /** Lines that share the subscription; one message is under way on each. */
  readonly lines: number;
  readonly report: (problem: unknown, where: string) => void;
}

export interface MqttDoor {
  /** Resolves when every line has subscribed for the first time; the city does not wait for it, or a broker that is away would keep it shut. */
  readonly subscribed: Promise<unknown>;
  close(): Promise<void>;
}

const protocol = 'mqtt';
/** Seconds that the outside broker holds messages for a server that is away. */
const sessionSeconds = 3600;
const retryAfter = 1000;

async function take(engine: TelemetryEngine, packet: IPublishPacket): Promise<void> {
  const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
  const [, code = '', word] = packet.topic.split('/');
  if (isWord(word)) await takeFromBroker(engine, protocol, { code, word, payload });
}

/** Until it is taken in; the line waits, and with it what the broker holds back for us. */
async function takeAgain(
  engine: TelemetryEngine,
  packet: IPublishPacket,
  isClosed: () => boolean,
): Promise<boolean> {
  while (!isClosed()) {
    try {
      await take(engine, packet);
      return true;
    } catch {
      engine.count(protocol, 'taken-again');
      await new Promise((resolve) => setTimeout(resolve, retryAfter));
    }
  }
  return false;
}

/** Connects, and keeps connecting anew until it is closed. */
export function openMqttClient(
  engine: TelemetryEngine,
  { url, group, name, lines, report }: MqttClientOptions,
): MqttDoor {
  let closed = false;

  function openLine(serial: number): { client: MqttClient; subscribed: Promise<unknown> } {
    const client = mqtt.connect(url, {
      protocolVersion: 5,
      clientId: `${name}-${serial}`,
      clean: false,
      properties: { sessionExpiryInterval: sessionSeconds },
      reconnectPeriod: retryAfter,
    });
    client.on('error', (problem) => report(problem, 'telemetry.mqtt-client'));
    client.handleMessage = (packet, acknowledge) => {
      void takeAgain(engine, packet as IPublishPacket, () => closed).then((taken) => {
        if (taken) acknowledge();
      });
    };
    const subscribed = new Promise<void>((resolve) => {
      client.on('connect', () => {
        client
          .subscribeAsync(`$share/${group}/devices/+/+`, { qos: 1 })
          .then(() => resolve())
          .catch((problem: unknown) => report(problem, 'telemetry.mqtt-client'));
      });
    });
    return { client, subscribed };
  }

  const opened = Array.from({ length: lines }, (_, serial) => openLine(serial));
  return {
    subscribed: Promise.all(opened.map((line) => line.subscribed)),
    async close() {
      closed = true;
      await Promise.all(opened.map(({ client }) => client.endAsync(true)));
    },
  };
}

/** Takes readings from an outside MQTT broker: shared subscriptions on several lines, each message acknowledged after the commit. */
import mqtt, { type IPublishPacket, type MqttClient } from 'mqtt';
import type { TelemetryEngine } from '../create-telemetry.ts';
import { handleMessage, isWord } from './handle-message.ts';

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
  close(): Promise<void>;
}

const protocol = 'mqtt';
/** Seconds that the outside broker holds messages for a server that is away. */
const sessionSeconds = 3600;
const retryAfter = 1000;

async function take(engine: TelemetryEngine, packet: IPublishPacket): Promise<void> {
  const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
  const [, code = '', word] = packet.topic.split('/');
  if (!isWord(word)) return;
  // The outside broker has proven the device: its access list says who may publish under which code.
  const known = await engine.devices.findByAddress(protocol, code);
  if (known === undefined) {
    engine.reject({ protocol, device: null, reason: 'unknown-device', body: payload });
    return;
  }
  await handleMessage(engine, protocol, known, word, payload);
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

/** Resolves when every line has subscribed; keeps connecting anew until it is closed. */
export async function openMqttClient(
  engine: TelemetryEngine,
  { url, group, name, lines, report }: MqttClientOptions,
): Promise<MqttDoor> {
  let closed = false;

  async function openLine(serial: number): Promise<MqttClient> {
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
    client.on('connect', () => {
      void client
        .subscribeAsync(`$share/${group}/devices/+/+`, { qos: 1 })
        .catch((problem: unknown) => report(problem, 'telemetry.mqtt-client'));
    });
    await new Promise((resolve) => client.once('packetreceive', resolve));
    return client;
  }

  const clients = await Promise.all(Array.from({ length: lines }, (_, serial) => openLine(serial)));
  return {
    async close() {
      closed = true;
      await Promise.all(clients.map((client) => client.endAsync(true)));
    },
  };
}

/** The embedded MQTT 3.1.1 broker: devices sign in with code and key, say only what is theirs to say, and are acknowledged after the commit. */
import { createServer, type Server, type Socket } from 'node:net';
import { callbackify } from 'node:util';
import { Aedes, type AedesOptions, type Client, type PublishPacket } from 'aedes';
import type { SentCommand } from '../../service.ts';
import type { TelemetryEngine } from '../create-telemetry.ts';
import type { KnownDevice } from '../device/known-device.ts';
import { DeviceSessions } from './device-sessions.ts';
import { guardPackets } from './guard-packets.ts';
import { handleMessage, isWord } from './handle-message.ts';

export interface MqttBroker {
  readonly port: number;
  close(): Promise<void>;
}

export interface MqttBrokerOptions {
  readonly port: number;
  readonly host: string;
  readonly report: (problem: unknown, where: string) => void;
}

const protocol = 'mqtt';
/** A topic of ours: devices/<code>/<word>. */
function topicOf(code: string, word: string): string {
  return `devices/${code}/${word}`;
}

/** What is sent to a device that subscribed to its commands. */
function publishCommand(client: Client, code: string, command: SentCommand): Promise<void> {
  const { id, name, input, expiresAt } = command;
  const payload = JSON.stringify({ id, name, input, expiresAt: new Date(expiresAt).toISOString() });
  return new Promise((resolve, reject) => {
    client.publish(
      { cmd: 'publish', topic: topicOf(code, 'commands'), payload, qos: 1, dup: false, retain: false },
      (problem) => (problem ? reject(problem) : resolve()),
    );
  });
}

class Broker {
  readonly #engine: TelemetryEngine;
  readonly #devices = new WeakMap<Client, string>();
  readonly #lines = new Map<Client, () => void>();
  readonly #sessions = new DeviceSessions();
  readonly #deafen: () => void;
  readonly #sockets = new Set<Socket>();
  readonly #aedes: Aedes;

  constructor(engine: TelemetryEngine) {
    this.#engine = engine;
    this.#aedes = new Aedes({
      connectTimeout: 10_000,
      preConnect: (client, packet, done) => {
        this.#sessions.note(client, packet);
        done(null, true);
      },
      // Never an error, so that its type does not matter; false is answered with return code 5 (§3.2.2.3).
      authenticate: callbackify(
        (client: Client, username: string | undefined, password: Readonly<Buffer> | undefined) =>
          this.#authenticate(client, username ?? '', password?.toString('utf8') ?? ''),
      ) as NonNullable<AedesOptions['authenticate']>,
      // Rejected, the connection ends without an acknowledgement: the device sends again.
      authorizePublish: callbackify((client: Client | null, packet: PublishPacket) =>
        this.#take(client, packet),
      ),
      authorizeSubscribe: (client, subscription, done) => {
        const device = this.#deviceOf(client);
        const own = device !== undefined && subscription.topic === topicOf(device.code, 'commands');
        if (!own) engine.count(protocol, 'wrong-subscription');
        // Null answers with failure code 128 and keeps the connection (§3.9.3).
        done(null, own ? subscription : null);
      },
    });
    this.#aedes.on('subscribe', (subscriptions, client) => {
      if (subscriptions.length > 0) this.#attach(client);
    });
    this.#aedes.on('clientDisconnect', (client) => this.#detach(client));
    this.#deafen = engine.onChanged((device, dismissed) => {
      if (!dismissed) return;
      for (const client of this.#sessions.of(device)) client.close();
    });
    this.#aedes.on('ping', (_, client) => {
      const id = this.#devices.get(client);
      if (id !== undefined) engine.heard(id);
    });
    this.#aedes.on('clientError', () => engine.count(protocol, 'broken-line'));
    this.#aedes.on('connectionError', () => engine.count(protocol, 'broken-line'));
  }

  async open(): Promise<void> {
    await this.#aedes.listen();
  }

  accept(socket: Socket): void {
    if (this.#sockets.size >= this.#engine.store.settings.value('telemetry.line-connections')) {
      this.#engine.count(protocol, 'too-many-connections');
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.setNoDelay(true);
    guardPackets(socket, this.#engine.store.settings.value('telemetry.mqtt-packet-bytes'), () =>
      this.#engine.count(protocol, 'too-long'),
    );
    this.#aedes.handle(socket);
  }

  async #authenticate(client: Client, username: string, password: string): Promise<boolean> {
    const { remoteAddress = '' } = client.conn as Partial<Socket>;
    const device = await this.#engine.identify(protocol, username, password, remoteAddress);
    if (device === undefined) {
      this.#engine.count(protocol, 'wrong-key');
      return false;
    }
    // Devices choose their client ids freely: one must not end or inherit the session of another that chose the same.
    client.id = `${device.code}/${client.id}`;
    const { settings } = this.#engine.store;
    const admitted = this.#sessions.admit(device.id, client, {
      connections: settings.value('telemetry.mqtt-connections-each-device'),
      sessions: settings.value('telemetry.mqtt-sessions-each-device'),
    });
    if (admitted !== 'admitted') this.#engine.count(protocol, `session-${admitted}`);
    if (admitted === 'refused') return false;
    this.#devices.set(client, device.id);
    // The line may have gone while the key was being checked; then no disconnection is told.
    if (client.closed) this.#sessions.leave(device.id, client);
    this.#engine.heard(device.id);
    return true;
  }

  #deviceOf(client: Client | null): KnownDevice | undefined {
    const id = client === null ? undefined : this.#devices.get(client);
    return id === undefined ? undefined : this.#engine.devices.peek(id);
  }

  async #take(client: Client | null, packet: PublishPacket): Promise<void> {
    const id = client === null ? undefined : this.#devices.get(client);
    const device = id === undefined ? undefined : await this.#engine.devices.find(id);
    if (device?.stage !== 'active') throw new Error('not an active device');
    const [root, code, word, ...rest] = packet.topic.split('/');
    if (root !== 'devices' || code !== device.code || rest.length > 0 || !isWord(word)) {
      this.#engine.count(protocol, 'wrong-topic');
      throw new Error('not the topic of this device');
    }
    // What devices say is kept in tables; the broker keeps nothing of it in memory.
    packet.retain = false;
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    await handleMessage(this.#engine, protocol, device, word, payload);
  }

  #attach(client: Client): void {
    const device = this.#deviceOf(client);
    if (device === undefined || this.#lines.has(client)) return;
    const line = {
      device: device.id,
      protocol,
      send: (command: SentCommand) => publishCommand(client, device.code, command),
    };
    this.#lines.set(client, this.#engine.attach(line));
  }

  #detach(client: Client): void {
    const device = this.#devices.get(client);
    if (device !== undefined) this.#sessions.leave(device, client);
    this.#lines.get(client)?.();
    this.#lines.delete(client);
  }

  async close(): Promise<void> {
    this.#deafen();
    await new Promise<void>((resolve) => this.#aedes.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** Rejects when the port is taken. */
export async function openMqttBroker(
  engine: TelemetryEngine,
  { port, host, report }: MqttBrokerOptions,
): Promise<MqttBroker> {
  const broker = new Broker(engine);
  await broker.open();
  const server: Server = createServer((socket) => broker.accept(socket));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  server.on('error', (problem) => report(problem, 'telemetry.mqtt'));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async close() {
      server.close();
      await broker.close();
    },
  };
}

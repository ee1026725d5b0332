/** MQTT: a lasting session of this dataset alone, so that the broker keeps what comes between two turns; each message is acknowledged once it lies on disk. */
import mqtt, { type MqttClient } from 'mqtt';
import { lakeErrors } from '../../../errors.ts';
import type { Taking } from './taking.ts';

const connectMilliseconds = 8000;
/** CONNACK: bad user name or password, not authorized (MQTT 3.1.1 table 3.1; 5.0 §3.2.2.2). */
const refused = new Set([4, 5, 134, 135]);

/** `again`: the broker has sent it before. */
type OnMessage = (payload: Buffer, again: boolean, acknowledge: () => void) => void;

/** Without a name the session ends with the connection. What waits in a lasting one comes at once: it is heard from the first byte on. */
export async function connectMqtt(
  { host, port, user, secret }: Taking['broker'],
  name?: string,
  onMessage: OnMessage = () => undefined,
): Promise<MqttClient> {
  const client = mqtt.connect(`mqtt://${host.includes(':') ? `[${host}]` : host}:${port}`, {
    protocolVersion: 4,
    ...(name === undefined ? { clean: true } : { clientId: name, clean: false }),
    reconnectPeriod: 0,
    connectTimeout: connectMilliseconds,
    ...(user === undefined ? {} : { username: user }),
    ...(secret === undefined ? {} : { password: secret }),
  });
  client.handleMessage = (packet, done) => {
    const { payload, dup } = packet as { readonly payload: Buffer | string; readonly dup: boolean };
    onMessage(Buffer.from(payload), dup, done);
  };
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve());
      client.once('error', reject);
      client.once('close', () => reject(new Error('closed')));
    });
  } catch (problem) {
    client.end(true);
    throw refused.has(Number((problem as { code?: unknown }).code))
      ? lakeErrors.refusedLogin()
      : lakeErrors.unreachable({ reason: '消息服务没有应答' });
  }
  // Whatever befalls it later ends the turn; what was not acknowledged comes again.
  client.on('error', () => undefined);
  return client;
}

export async function takeFromMqtt({ broker, topic, name, spool, most, until }: Taking): Promise<void> {
  let failure: unknown;
  let ended = false;
  let end: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    end = () => {
      ended = true;
      resolve();
    };
  });
  until.addEventListener('abort', end, { once: true });
  const fail = (problem: unknown) => {
    failure = problem;
    end();
  };
  const client = await connectMqtt(broker, name, (payload, again, acknowledge) => {
    // What is not acknowledged comes again to the next turn.
    if (ended || spool.messages >= most) return end();
    spool
      .add(payload, again)
      .then(() => spool.sync())
      .then(() => acknowledge())
      .then(() => spool.acknowledged())
      .catch(fail);
  });
  client.on('close', end);
  client.subscribeAsync(topic, { qos: 1 }).catch(fail);
  await over;
  await client.endAsync(true);
  if (failure !== undefined) throw lakeErrors.unreachable({ reason: '消息服务没有应答' });
}

/** NATS JetStream: a durable consumer of this dataset alone; what was fetched is acknowledged once it lies on disk. */
import { AckPolicy, type JsMsg, jetstream, JetStreamApiError, jetstreamManager } from '@nats-io/jetstream';
import { AuthorizationError, connect, nanos, type NatsConnection } from '@nats-io/transport-node';
import { lakeErrors } from '../../../errors.ts';
import type { Taking } from './taking.ts';

const connectMilliseconds = 8000;
/** Beyond the longest turn: what is not acknowledged by then comes again. */
const acknowledgeMilliseconds = 15 * 60_000;

export async function connectNats({ host, port, user, secret }: Taking['broker']): Promise<NatsConnection> {
  const proof = user === undefined ? { token: secret ?? '' } : { user, pass: secret ?? '' };
  return connect({
    servers: `${host.includes(':') ? `[${host}]` : host}:${port}`,
    timeout: connectMilliseconds,
    reconnect: false,
    ...(user === undefined && secret === undefined ? {} : proof),
  }).catch((problem: unknown) => {
    throw problem instanceof AuthorizationError
      ? lakeErrors.refusedLogin()
      : lakeErrors.unreachable({ reason: '消息服务没有应答' });
  });
}

export async function takeFromNats({ broker, topic, name, spool, most, until }: Taking): Promise<void> {
  const connection = await connectNats(broker);
  try {
    const manager = await jetstreamManager(connection);
    const stream = await manager.streams.find(topic);
    await manager.consumers.add(stream, {
      durable_name: name,
      filter_subject: topic,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(acknowledgeMilliseconds),
      max_deliver: -1,
      max_ack_pending: most,
    });
    const consumer = await jetstream(connection).consumers.get(stream, name);
    const taken: JsMsg[] = [];
    const expires = Math.max(1000, until.milliseconds);
    const messages = await consumer.fetch({ max_messages: most, expires });
    until.addEventListener('abort', () => void messages.close(), { once: true });
    for await (const message of messages) {
      await spool.add(message.data, message.redelivered);
      taken.push(message);
    }
    await spool.sync();
    for (const message of taken) message.ack();
    await connection.flush();
    await spool.acknowledged();
  } catch (problem) {
    if (problem instanceof JetStreamApiError || /no stream matches/i.test(String(problem)))
      throw lakeErrors.noObject({ name: topic });
    throw problem;
  } finally {
    await connection.close();
  }
}

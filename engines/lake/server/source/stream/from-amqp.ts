/** RabbitMQ (AMQP 0-9-1): a queue that the department has made; what was consumed is acknowledged once it lies on disk, the rest stays. */
import { type ChannelModel, connect, type ConsumeMessage } from 'amqplib';
import { lakeErrors } from '../../../errors.ts';
import type { Taking } from './taking.ts';

const connectMilliseconds = 8000;
/** At once under way; AMQP counts them in two bytes. */
const mostPrefetched = 60_000;

export async function connectAmqp({
  host,
  port,
  user,
  secret,
  vhost,
}: Taking['broker']): Promise<ChannelModel> {
  const server = {
    protocol: 'amqp',
    hostname: host,
    port,
    username: user ?? 'guest',
    password: secret ?? 'guest',
    vhost: vhost ?? '/',
  };
  const connection = await connect(server, { timeout: connectMilliseconds }).catch((problem: unknown) => {
    throw /ACCESS[_-]REFUSED|403/i.test(String(problem))
      ? lakeErrors.refusedLogin()
      : lakeErrors.unreachable({ reason: '消息服务没有应答' });
  });
  // One that breaks ends the turn; what was not acknowledged comes again.
  connection.on('error', () => undefined);
  return connection;
}

export async function takeFromAmqp({ broker, topic, spool, most, until }: Taking): Promise<void> {
  const connection = await connectAmqp(broker);
  try {
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    await channel.checkQueue(topic).catch(() => {
      throw lakeErrors.noObject({ name: topic });
    });
    await channel.prefetch(Math.min(most, mostPrefetched));
    let last: ConsumeMessage | undefined;
    let consumer: string | undefined;
    await new Promise<void>((resolve, reject) => {
      until.addEventListener('abort', () => resolve(), { once: true });
      channel.on('close', () => resolve());
      channel
        .consume(topic, (message) => {
          if (message === null || until.aborted || spool.messages >= most) return resolve();
          last = message;
          spool.add(message.content, message.fields.redelivered).catch(reject);
          if (spool.messages >= most) resolve();
        })
        .then(({ consumerTag }) => {
          consumer = consumerTag;
        })
        .catch(reject);
    });
    if (consumer !== undefined) await channel.cancel(consumer);
    await spool.sync();
    if (last !== undefined) channel.ack(last, true);
    await channel.close();
    await spool.acknowledged();
  } finally {
    await connection.close().catch(() => undefined);
  }
}

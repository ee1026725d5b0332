/** A department's message broker: what has come since the last turn, on disk before it is acknowledged, as one incremental batch. */
import path from 'node:path';
import { lakeErrors } from '../../../errors.ts';
import type { Connection } from '../../../source.ts';
import { NothingNew, type Received, type Reading } from '../received.ts';
import { tellProgress } from '../tell-progress.ts';
import { connectAmqp, takeFromAmqp } from './from-amqp.ts';
import { connectMqtt, takeFromMqtt } from './from-mqtt.ts';
import { connectNats, takeFromNats } from './from-nats.ts';
import { forget, MessageSpool, readSpooled } from './message-spool.ts';
import type { Taking, Until } from './taking.ts';

type Broker = Extract<Connection, { kind: 'mqtt' | 'nats' | 'amqp' }>;

const takers = { mqtt: takeFromMqtt, nats: takeFromNats, amqp: takeFromAmqp } as const;
const lookMilliseconds = 250;

function brokerOf({ host, port, user, vhost }: Broker, secret: string | undefined): Taking['broker'] {
  return { host, port, user, secret, vhost };
}

/** Not AbortSignal.any: Node 20 may collect such a signal while somebody waits for it. */
function untilOf(reading: Reading): { readonly until: Until; readonly release: () => void } {
  const milliseconds = reading.settings.value('lake.message-seconds') * 1000;
  const controller = new AbortController();
  const end = () => controller.abort();
  const timer = setTimeout(end, milliseconds);
  reading.signal.addEventListener('abort', end, { once: true });
  const release = () => {
    clearTimeout(timer);
    reading.signal.removeEventListener('abort', end);
  };
  return { until: Object.assign(controller.signal, { milliseconds }), release };
}

async function take(reading: Reading, connection: Broker, folder: string): Promise<void> {
  const { object, wanted, dataset } = reading;
  if (object.kind !== 'messages') throw lakeErrors.noObject({ name: '' });
  const spool = await MessageSpool.open(folder, { form: object.form, columns: wanted });
  const most = reading.settings.value('lake.message-most');
  const tell = tellProgress(reading);
  const { until, release } = untilOf(reading);
  const looking = setInterval(
    () => tell({ bytes: spool.bytes, rows: spool.messages, of: most }),
    lookMilliseconds,
  );
  try {
    await takers[connection.kind]({
      broker: brokerOf(connection, reading.secret),
      topic: object.topic,
      name: `city-${dataset}`,
      spool,
      most,
      until,
    });
  } finally {
    release();
    clearInterval(looking);
    await spool.close();
  }
}

/**
 * What an earlier turn has acknowledged and no batch has shown goes first, and alone: while a batch cannot be shown, no more is taken from the
 * broker.
 */
export async function readMessages(reading: Reading, lakeFolder: string): Promise<Received> {
  const { connection } = reading;
  if (connection.kind !== 'mqtt' && connection.kind !== 'nats' && connection.kind !== 'amqp')
    throw lakeErrors.noObject({ name: '' });
  const folder = path.join(lakeFolder, 'stream', reading.dataset);
  let found = await readSpooled(folder);
  if (found.rows + found.poison.length === 0) {
    await forget(found.read);
    await take(reading, connection, folder);
    found = await readSpooled(folder);
  }
  reading.signal.throwIfAborted();
  const sent = found.rows + found.poison.length;
  if (sent === 0) {
    await forget(found.read);
    throw new NothingNew('没有新的消息', lakeErrors.noMessages());
  }
  return {
    form: 'json',
    files: found.files,
    delimiter: '',
    columns: reading.wanted.map((name) => ({ name, type: '' })),
    sent,
    bytes: found.bytes,
    digest: found.digest,
    water: undefined,
    poison: found.poison,
    settle: () => forget(found.read),
  };
}

/** Throws lake.unreachable, lake.refusedLogin. */
export async function tryBroker(connection: Broker, secret: string | undefined): Promise<void> {
  const broker = brokerOf(connection, secret);
  if (connection.kind === 'nats') await (await connectNats(broker)).close();
  else if (connection.kind === 'amqp') await (await connectAmqp(broker)).close();
  else await (await connectMqtt(broker)).endAsync();
}

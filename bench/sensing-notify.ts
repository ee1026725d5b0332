/** How many changes of NGSI-LD entities a subscriber is notified of, and how many are lost: under load, with a receiver that goes away, and with kill -9. */
import { rm } from 'node:fs/promises';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeFolder, type Server, type Stage, startServer, stop, strike } from './crash/server.ts';
import { type ReadingTally, runMqttWriters } from './sensing/mqtt-writers.ts';
import type { Ready } from './sensing/serve-notify.ts';

interface Heard {
  /** Moments by device code, in the order in which they were told first. */
  readonly moments: Map<string, Set<number>>;
  readonly newest: Map<string, number>;
  messages: number;
  again: number;
  /** Told for the first time after a later moment of the same device. */
  disorder: number;
}

interface Notified {
  readonly data: readonly { readonly id: string; readonly level?: { readonly observedAt?: string } }[];
}

function note(heard: Heard, { data }: Notified): void {
  heard.messages += 1;
  for (const { id, level } of data) {
    const code = id.split(':').at(-1) ?? '';
    const at = Date.parse(level?.observedAt ?? '');
    const known = heard.moments.get(code) ?? new Set();
    heard.moments.set(code, known);
    if (known.has(at)) {
      heard.again += 1;
      continue;
    }
    known.add(at);
    if (at < (heard.newest.get(code) ?? 0)) heard.disorder += 1;
    else heard.newest.set(code, at);
  }
}

function listen(heard: Heard, port: number): Promise<HttpServer> {
  const server = createServer((request, reply) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      note(heard, JSON.parse(Buffer.concat(parts).toString()) as Notified);
      reply.writeHead(204).end();
    });
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

function hangUp(server: HttpServer): Promise<unknown> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
}

function count(moments: ReadonlyMap<string, Iterable<number>>): number {
  return [...moments.values()].reduce((sum, each) => sum + [...each].length, 0);
}

function missing({ acknowledged }: ReadingTally, { moments }: Heard): number {
  return [...acknowledged].reduce(
    (sum, [code, list]) => sum + list.filter((at) => !moments.get(code)?.has(at)).length,
    0,
  );
}

/** Until nothing is missing, or nothing new has come for so long. */
async function untilTold(tally: ReadingTally, heard: Heard, patience: number): Promise<void> {
  let [last, since] = [-1, performance.now()];
  while (missing(tally, heard) > 0) {
    const now = count(heard.moments);
    if (now !== last) [last, since] = [now, performance.now()];
    if (performance.now() - since > patience) return;
    await wait(200);
  }
}

/** `--seconds 20 --devices 20 --kills 3`. */
export async function run(args: readonly string[]): Promise<void> {
  const options = {
    seconds: { type: 'string', default: '20' },
    devices: { type: 'string', default: '20' },
    kills: { type: 'string', default: '3' },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const heard: Heard = { moments: new Map(), newest: new Map(), messages: 0, again: 0, disorder: 0 };
  let receiver = await listen(heard, 0);
  const { port } = receiver.address() as AddressInfo;
  process.env['RECEIVER'] = `http://127.0.0.1:${port}/news`;
  process.env['DEVICES'] = values.devices;
  const dataDirectory = await makeFolder();
  const stage: Stage = {
    name: 'embedded PostgreSQL',
    file: path.resolve(import.meta.dirname, 'sensing/serve-notify.ts'),
    victims: ['server', 'both'],
    dataDirectory,
    databaseUrl: '',
  };
  let server: Server<Ready> = await startServer<Ready>(stage, 0);
  const tally: ReadingTally = { acknowledged: new Map(), lastSentAt: 0, acknowledgedAt: [], underWay: 0 };
  let going = true;
  const startedAt = performance.now();
  const moments = { start: Date.now() - 120_000, step: 1 };
  const writing = runMqttWriters(server.ready.port, server.ready.keys, tally, () => going, moments);
  const kills = Number(values.kills);
  for (let round = 0; round < kills; round += 1) {
    await wait((Number(values.seconds) * 1000) / (kills + 1));
    // The receiver is away while the server dies and comes back.
    await hangUp(receiver);
    server = await strike(stage, stage.victims[round % stage.victims.length] ?? 'server', server);
    await wait(1000);
    receiver = await listen(heard, port);
  }
  await wait((Number(values.seconds) * 1000) / (kills + 1));
  going = false;
  await writing;
  const wroteFor = (performance.now() - startedAt) / 1000;
  await untilTold(tally, heard, 60_000);
  const toldFor = (performance.now() - startedAt) / 1000;
  const [sent, received, lost] = [count(tally.acknowledged), count(heard.moments), missing(tally, heard)];
  console.log(
    `  acknowledged ${sent} readings in ${wroteFor.toFixed(1)} s, ${kills} kills with the receiver away`,
  );
  console.log(
    `  received ${received} in ${heard.messages} messages, ${heard.again} more than once, ${heard.disorder} after a later one, until ${toldFor.toFixed(1)} s`,
  );
  console.log(`figure notifications-lost ${lost} of ${sent} target <=0`);
  console.log(`figure notifications-each-second ${(received / toldFor).toFixed(0)} /s`);
  await hangUp(receiver);
  await stop(stage, server);
  if (lost === 0) await rm(dataDirectory, { recursive: true, force: true });
  else console.log(`  the data folder is kept: ${dataDirectory}`);
  process.exit(lost === 0 ? 0 : 1);
}

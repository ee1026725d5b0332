/** What a kill -9 of server or database loses of the readings that devices send by MQTT and that were acknowledged (nothing may be). */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  makeFolder,
  sayOutages,
  selfEnded,
  type Server,
  type Stage,
  startServer,
  stop,
  strike,
  untilServing,
  type Victim,
  victimNames,
} from './crash/server.ts';
import { type ReadingTally, runMqttWriters } from './sensing/mqtt-writers.ts';
import type { Ready } from './sensing/serve.ts';
import { verifyReadings } from './sensing/verify-readings.ts';

function describe({ underWay }: ReadingTally): string {
  return `${underWay} readings under way`;
}

/** Strikes and waits until readings are acknowledged again; returns why it had to stop early, if it had. */
async function strikeAll(
  stage: Stage,
  kills: number,
  tally: ReadingTally,
  holder: { server: Server<Ready> },
): Promise<readonly string[]> {
  const outages = new Map<Victim, number[]>();
  await untilServing(tally, performance.now(), () => describe(tally));
  for (let round = 0; round < kills; round += 1) {
    await wait(200 + Math.random() * 500);
    const victim = stage.victims[round % stage.victims.length] ?? 'server';
    tally.acknowledgedAt.length = 0;
    const struckAt = performance.now();
    holder.server = await strike(stage, victim, holder.server);
    const times = outages.get(victim) ?? [];
    outages.set(victim, times);
    times.push(await untilServing(tally, struckAt, () => describe(tally)));
    const ended = selfEnded(holder.server);
    if (ended !== undefined) return [ended];
  }
  sayOutages(outages);
  return [];
}

async function drill(stage: Stage, kills: number): Promise<boolean> {
  const holder = { server: await startServer<Ready>(stage, 0) };
  const { port, keys, databaseUrl } = holder.server.ready;
  const tally: ReadingTally = { acknowledged: new Map(), lastSentAt: 0, acknowledgedAt: [], underWay: 0 };
  let going = true;
  try {
    const writing = runMqttWriters(port, keys, tally, () => going);
    const ended = await strikeAll(stage, kills, tally, holder);
    going = false;
    if (ended.length === 0) await writing;
    const { stored, faults } = await verifyReadings(databaseUrl, tally.acknowledged, tally.underWay);
    const told = [...tally.acknowledged.values()].reduce((sum, moments) => sum + moments.length, 0);
    console.log(`  acknowledged ${told} readings of ${keys.length} devices; stored ${stored}`);
    const all = [...ended, ...faults];
    for (const fault of all) console.log(`  FAULT ${fault}`);
    console.log(`${all.length === 0 ? 'PASS' : 'FAIL'} ${kills} kills, ${all.length} faults`);
    return all.length === 0;
  } finally {
    await stop(stage, holder.server);
  }
}

/** `--kills 10 --victims server,both`. */
export async function run(args: readonly string[]): Promise<void> {
  const options = {
    kills: { type: 'string', default: '10' },
    victims: { type: 'string', default: 'server,both' },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const dataDirectory = await makeFolder();
  const stage: Stage = {
    name: 'embedded PostgreSQL',
    file: path.resolve(import.meta.dirname, 'sensing/serve.ts'),
    victims: values.victims.split(',').filter((name): name is Victim => victimNames.includes(name)),
    dataDirectory,
    databaseUrl: '',
  };
  const holds = await drill(stage, Number(values.kills));
  // What failed is left for whoever looks into it.
  if (holds) await rm(dataDirectory, { recursive: true, force: true });
  else console.log(`  the data folder of the failed drill is kept: ${dataDirectory}`);
  process.exit(holds ? 0 : 1);
}

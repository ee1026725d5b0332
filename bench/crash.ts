/** What a kill -9 of server, database or one connection loses under load (nothing may be), and how soon the city answers again. */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { newId } from '../kernel/ids.ts';
import type { Ready } from './crash/serve.ts';
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
import { verifyRows } from './crash/verify.ts';
import { newTally, runWriters, type Tally, type Target } from './crash/writers.ts';

const file = path.resolve(import.meta.dirname, 'crash/serve.ts');

function answersOf(tally: Tally): string {
  const answers = [...tally.answers].map(([status, count]) => `${status} × ${count}`);
  return [...answers, ...tally.wrong.slice(0, 3)].join(', ');
}

interface AuditAnswer {
  readonly audit: { readonly intact: boolean; readonly firstBad: string | null; readonly sealed: number };
}

async function askAudit(server: Server<Ready>): Promise<AuditAnswer['audit']> {
  const answer = once(server.process, 'message');
  const gone = once(server.process, 'exit').then(() => {
    throw new Error(`the server ended while it was asked for its audit:\n${server.lastWords()}`);
  });
  server.process.send('verify');
  const [message] = await Promise.race([answer, gone]);
  return (message as AuditAnswer).audit;
}

/** A step that was under way when the writers stopped may be there without having been acknowledged; any other difference is a fault. */
async function drill(stage: Stage, kills: number, writers: number): Promise<boolean> {
  const server = await startServer<Ready>(stage, 0);
  const holder = { server };
  try {
    return await drillOn(stage, kills, writers, holder);
  } finally {
    await stop(stage, holder.server);
  }
}

async function drillOn(
  stage: Stage,
  kills: number,
  writers: number,
  holder: { server: Server<Ready> },
): Promise<boolean> {
  const { server } = holder;
  const target: Target = { port: server.ready.port, token: server.ready.token };
  const tally = newTally();
  let going = true;
  const writing = runWriters(target, tally, writers, () => going);
  await untilServing(tally, performance.now(), () => answersOf(tally));
  const outages = new Map<Victim, number[]>();
  for (let round = 0; round < kills; round += 1) {
    await wait(200 + Math.random() * 500);
    const victim = stage.victims[round % stage.victims.length] ?? 'server';
    tally.acknowledgedAt.length = 0;
    const struckAt = performance.now();
    holder.server = await strike(stage, victim, holder.server);
    const times = outages.get(victim) ?? [];
    outages.set(victim, times);
    times.push(await untilServing(tally, struckAt, () => answersOf(tally)));
    const ended = selfEnded(holder.server);
    if (ended !== undefined) tally.wrong.push(ended);
    if (tally.wrong.length > 0) break;
    if ((round + 1) % 10 === 0) console.log(`  ${round + 1} kills, ${tally.acknowledged.size} cases opened`);
  }
  await wait(500);
  going = false;
  await writing;
  const audit = await askAudit(holder.server);
  const verdict = await verifyRows(server.ready.databaseUrl, tally.acknowledged);
  const faults = [...verdict.faults, ...tally.wrong, ...(audit.intact ? [] : [`audit: ${audit.firstBad}`])];
  const told = [...tally.acknowledged.values()].reduce((sum, one) => sum + one, 0);
  sayOutages(outages);
  console.log(`  answers ${answersOf(tally)}`);
  console.log(
    `  acknowledged ${told} steps of ${tally.acknowledged.size} cases; kept ${verdict.steps} of ${verdict.cases}; audit lines sealed ${audit.sealed}`,
  );
  for (const fault of faults.slice(0, 20)) console.log(`  FAULT ${fault}`);
  console.log(
    `${faults.length === 0 ? 'PASS' : 'FAIL'} ${stage.name}: ${kills} kills, ${faults.length} faults`,
  );
  return faults.length === 0;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

export async function run(args: readonly string[]): Promise<void> {
  const options = {
    kills: { type: 'string', default: '50' },
    writers: { type: 'string', default: '16' },
    victims: { type: 'string', default: 'server,database,connection,both' },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const [kills, writers] = [Number(values.kills), Number(values.writers)];
  const dataDirectory = await makeFolder();
  const embedded: Stage = {
    name: 'embedded PostgreSQL',
    file,
    victims: values.victims.split(',').filter((name): name is Victim => victimNames.includes(name)),
    dataDirectory,
    databaseUrl: '',
  };
  let holds = await drill(embedded, kills, writers);
  // What failed is left for whoever looks into it.
  if (holds) await rm(dataDirectory, { recursive: true, force: true });
  else console.log(`  the data folder of the failed drill is kept: ${dataDirectory}`);

  const given = process.env['DATABASE_URL'] ?? '';
  if (given !== '') {
    const name = `crash_${newId().replaceAll('-', '')}`;
    await onServer(
      given,
      `create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`,
    );
    const url = new URL(given);
    url.pathname = `/${name}`;
    const files = await makeFolder();
    const stage: Stage = {
      name: 'DATABASE_URL',
      file,
      victims: ['server', 'connection'],
      dataDirectory: files,
      databaseUrl: url.href,
    };
    holds = (await drill(stage, kills, writers)) && holds;
    await onServer(given, `drop database ${name} with (force)`);
    await rm(files, { recursive: true, force: true });
  }
  if (!holds) process.exitCode = 1;
}

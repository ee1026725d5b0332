/** How many readings a second are stored before they are acknowledged, by MQTT and by the engine alone; beside bare COPY, a bare broker, and rules and charts. */
import { fork, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Aedes } from 'aedes';
import mqtt from 'mqtt';
import { createCity } from '../apps/server/create-city.ts';
import { openMqttBroker, telemetry, type TelemetryEngine } from '../engines/telemetry/index.ts';
import { RuleDefinition } from '../engines/telemetry/contract.ts';
import { sql, startEmbeddedPostgres, type Store } from '../engines/store/index.ts';
import { judgeReading, startState } from '../engines/telemetry/server/rule/evaluate.ts';
import { readRolled } from '../engines/telemetry/server/storage/read-series.ts';
import { newId } from '../kernel/ids.ts';
import { type Fleet, makeFleet } from './sensing/make-fleet.ts';
import { makeSimulatedFleet, simulatedDay } from './sensing/make-simulated-fleet.ts';
import type { LoadResult, LoadTask } from './sensing/mqtt-load.ts';

function say(what: string, figure: string): void {
  console.log(`${what.padEnd(64)} ${figure}`);
}

function rate(count: number, seconds: number): string {
  return `${Math.round(count / seconds).toLocaleString('en')}/s`;
}

function load(task: LoadTask): Promise<LoadResult> {
  const child = fork(path.join(import.meta.dirname, 'sensing/mqtt-load.ts'), {
    execArgv: ['--import', 'tsx'],
  });
  child.send(task);
  return new Promise((resolve, reject) => {
    child.once('message', (result) => resolve(result as LoadResult));
    child.once('exit', (code) => reject(new Error(`the load ended with ${code}`)));
  });
}

/** What the simulated city measures in its day, handed in by 500 as doors do. */
async function benchEngine(engine: TelemetryEngine, devices: number, most: number): Promise<number> {
  const fleet = await makeSimulatedFleet(engine, devices);
  const readings = simulatedDay(fleet, most, engine.store.clock.now().getTime());
  const round = 10_000;
  const warm = readings.slice(0, round);
  await engine.ingest(warm);
  const began = performance.now();
  for (let from = round; from < readings.length; from += round) {
    const parts = [];
    for (let at = from; at < Math.min(from + round, readings.length); at += 500)
      parts.push(readings.slice(at, Math.min(at + 500, from + round)));
    await Promise.all(parts.map((part) => engine.ingest(part)));
  }
  const count = readings.length - warm.length;
  say(
    `engine: ${fleet.length} simulated sensors, stored with roll-ups, committed`,
    rate(count, (performance.now() - began) / 1000),
  );
  return count;
}

/** The same rows by COPY into a table with the same key and nothing else. */
async function benchCopy(store: Store, rows: number): Promise<void> {
  await sql`create table bench_plain (like telemetry_observation, primary key (series, at))`.execute(
    store.db,
  );
  function* lines(): Generator<string> {
    for (let from = 0; from < rows; from += 1000) {
      let text = '';
      for (let row = from; row < from + 1000; row += 1) {
        const at = new Date(1.7e12 + Math.floor(row / 10_000) * 60_000).toISOString();
        text += `${row % 10_000}\t${at}\t${at}\t${row % 7}\t0\t\\N\n`;
      }
      yield text;
    }
  }
  const began = performance.now();
  await store.transaction((work) =>
    store.copyIn(work, 'bench_plain', ['series', 'at', 'received_at', 'value', 'quality', 'words'], lines()),
  );
  say(
    '  beside: COPY in one transaction, same key, no roll-ups',
    rate(rows, (performance.now() - began) / 1000),
  );
  await sql`drop table bench_plain`.execute(store.db);
}

async function benchMqtt(
  engine: TelemetryEngine,
  fleet: Fleet,
  batch: number,
  milliseconds: number,
): Promise<void> {
  const report = (problem: unknown) => console.error(problem);
  const broker = await openMqttBroker(engine, { port: 0, host: '127.0.0.1', report });
  const before = await count(engine.store);
  // Each run has hours of its own, or the second would send what the first has stored.
  const from = Date.now() - (batch + 3) * 3_600_000;
  const shape = { devices: fleet.keys, property: 'level', batch, inFlight: 20, milliseconds, from };
  const result = await load({ ...shape, port: broker.port });
  await engine.settle();
  const stored = (await count(engine.store)) - before;
  await broker.close();
  const sent = result.acknowledged * batch;
  say(
    `MQTT QoS 1, ${batch} a message, acknowledged after the commit`,
    `${rate(sent, result.seconds)} readings, ${rate(result.acknowledged, result.seconds)} messages, p95 ${result.p95.toFixed(0)} ms, ${sent - stored} lost`,
  );
  const bare = new Aedes();
  await bare.listen();
  const server = net.createServer(bare.handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  const plain = await load({ ...shape, port });
  say(
    '  beside: the bare broker, acknowledging at once, storing nothing',
    `${rate(plain.acknowledged, plain.seconds)} messages`,
  );
  await new Promise<void>((resolve) => bare.close(() => resolve()));
  server.close();
  const beside = await besideMosquitto(shape);
  if (beside !== undefined)
    say(
      '  beside: mosquitto and a bare subscriber, storing nothing',
      `${rate(beside.received, beside.seconds)} messages received`,
    );
  await benchScreen(engine, { ...shape, perSecond: result.acknowledged / result.seconds / 2 });
}

/** From the moment at which a sensor measured to the moment at which open pages are told, at half the load that was reached. */
async function benchScreen(engine: TelemetryEngine, shape: Omit<LoadTask, 'port'>): Promise<void> {
  const report = (problem: unknown) => console.error(problem);
  const broker = await openMqttBroker(engine, { port: 0, host: '127.0.0.1', report });
  const waits: number[] = [];
  const stop = engine.onStored((fresh) => {
    const now = Date.now();
    for (const { value } of fresh) waits.push(now - (value ?? 0));
  });
  await load({ ...shape, port: broker.port, timed: true, from: shape.from + 1_800_000 });
  stop();
  await broker.close();
  waits.sort((a, b) => a - b);
  const at = (share: number) => waits[Math.floor(waits.length * share)] ?? Number.NaN;
  say(
    `  sensor to the pages' stream at half that load (${Math.round(shape.perSecond ?? 0)} messages/s)`,
    `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, of ${waits.length}`,
  );
}

/** Undefined where mosquitto is not installed. */
async function besideMosquitto(
  shape: Omit<LoadTask, 'port'>,
): Promise<{ readonly received: number; readonly seconds: number } | undefined> {
  if (spawnSync('mosquitto', ['-h']).error !== undefined) {
    say('  beside: mosquitto', 'not installed, left out');
    return undefined;
  }
  const port = await freePort();
  const mosquitto = spawn('mosquitto', ['-p', String(port)], { stdio: 'ignore' });
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 4 });
  let received = 0;
  client.on('message', () => {
    received += 1;
  });
  await client.subscribeAsync('devices/#', { qos: 1 });
  const { seconds } = await load({ ...shape, port });
  await client.endAsync(true);
  mosquitto.kill();
  return { received, seconds };
}

async function freePort(): Promise<number> {
  const probe = net.createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as net.AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function count(store: Store): Promise<number> {
  const found = await sql<{ count: number }>`select count(*) from telemetry_observation`.execute(store.db);
  return found.rows[0]?.count ?? 0;
}

function benchRules(): void {
  const leaves = [
    { kind: 'threshold', property: 'level', is: 'above', value: 5, clear: 4 },
    { kind: 'cusum', property: 'level', is: 'rises', target: 3, slack: 0.5, limit: 20 },
  ];
  for (const leaf of leaves) {
    const rule = RuleDefinition.parse({ model: newId(), hold: 60, condition: { leaves: [leaf] } });
    const states = Array.from({ length: 10_000 }, () => startState(rule));
    const rounds = 100;
    const began = performance.now();
    for (let round = 0; round < rounds; round += 1) {
      for (let index = 0; index < states.length; index += 1) {
        const before = states[index];
        if (before === undefined) continue;
        states[index] = judgeReading(rule, before, () => true, round * 1000, (round + index) % 7).state;
      }
    }
    const seconds = (performance.now() - began) / 1000;
    say(`rule: ${leaf.kind} with holding time, 10,000 devices`, rate(rounds * states.length, seconds));
  }
}

/** A year of one sensor that reports each minute, as a page draws it. */
async function benchChart(engine: TelemetryEngine, fleet: Fleet): Promise<void> {
  const known = await engine.devices.find(fleet.ids[0] ?? '');
  const series = known?.properties.get('level')?.series ?? 0;
  await sql`insert into telemetry_hour (series, bucket, readings, valid, total, lowest, highest, last_value, last_at)
    select ${series}, at, 60, 60, 60, 0, 2, 1, at
    from generate_series(now() - interval '400 days', now() - interval '30 days', interval '1 hour') at
    on conflict do nothing`.execute(engine.store.db);
  const to = new Date();
  const from = new Date(to.getTime() - 365 * 86_400_000);
  for (const grain of ['day', 'hour'] as const) {
    const times: number[] = [];
    let points = 0;
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const began = performance.now();
      points = (await readRolled(engine.store.db, { grain, series, from, to, limit: 20_000 })).length;
      times.push(performance.now() - began);
    }
    times.sort((a, b) => a - b);
    say(
      `chart: one year of one sensor by ${grain}, ${points} points`,
      `median ${times[10]?.toFixed(1)} ms, worst ${times.at(-1)?.toFixed(1)} ms`,
    );
  }
}

/** `--devices 10000 --seconds 8 --readings 200000`. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      devices: { type: 'string', default: '10000' },
      seconds: { type: 'string', default: '8' },
      readings: { type: 'string', default: '200000' },
    },
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'city-bench-'));
  const postgres = await startEmbeddedPostgres({ directory: path.join(folder, 'postgres') });
  const city = await createCity({
    databaseUrl: postgres.url,
    dataDirectory: folder,
    demo: false,
    systems: [],
  });
  try {
    const engine = city.services.use(telemetry) as TelemetryEngine;
    await city.store.transaction((work) =>
      city.store.settings.change(work, 'telemetry.readings-each-minute', 1_000_000),
    );
    const count = await benchEngine(engine, Number(values.devices), Number(values.readings));
    await benchCopy(city.store, count);
    const fleet = await makeFleet(engine, 200, 200, 60);
    for (const batch of [10, 1]) await benchMqtt(engine, fleet, batch, Number(values.seconds) * 1000);
    benchRules();
    await benchChart(engine, fleet);
  } finally {
    await city.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

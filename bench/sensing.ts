/** How many readings a second are stored before they are acknowledged: by the engine, by MQTT in tens and one by one, by HJ 212; how soon pages are told, and how fast rules and a chart of a year are. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createCity } from '../apps/server/create-city.ts';
import { openLines, openMqttBroker, telemetry, type TelemetryEngine } from '../engines/telemetry/index.ts';
import { rule as ruleRegister, RuleDefinition, thingModel } from '../engines/telemetry/contract.ts';
import type { Reading } from '../engines/telemetry/service.ts';
import { sql, startEmbeddedPostgres, type Store } from '../engines/store/index.ts';
import { judgeReading, startState } from '../engines/telemetry/server/rule/evaluate.ts';
import { readRolled } from '../engines/telemetry/server/storage/read-series.ts';
import { newId } from '../kernel/ids.ts';
import demo from '../systems/foundation/sensing/server/simulate/rules.json' with { type: 'json' };
import { factors, makeLoggers } from './sensing/make-loggers.ts';
import { giveKeys, makeSimulatedFleet, simulatedDay } from './sensing/make-simulated-fleet.ts';
import {
  besideBroker,
  besideLine,
  besideMosquitto,
  besideNodeRed,
  besideScreen,
  loadHj212,
  loadMqtt,
  type Shape,
} from './sensing/yardsticks.ts';
import { percentile } from './support/percentile.ts';

const report = (problem: unknown) => console.error(problem);
const hour = 3_600_000;

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: string;
  /** Undefined: the yardstick is not here. */
  readonly beside: Readonly<Record<string, number | undefined>>;
}

function short(value: number): string {
  return value.toFixed(value < 100 ? 2 : 0);
}

function figure({ name, value, unit, target, beside }: Figure): void {
  const yardsticks = Object.entries(beside).map(([yardstick, other]) =>
    other === undefined
      ? `yardstick ${yardstick}=not-here`
      : `yardstick ${yardstick}=${short(other)} ratio ${(value / other).toFixed(3)}`,
  );
  console.log(`figure ${name} ${short(value)} ${unit} target ${target} ${yardsticks.join(' ')}`);
}

async function count(store: Store): Promise<number> {
  const found = await sql<{ count: number }>`select count(*) from telemetry_observation`.execute(store.db);
  return found.rows[0]?.count ?? 0;
}

/** The same rows by COPY into a table with the same key and nothing else; rows a second. */
async function besideCopy(store: Store, rows: number): Promise<number> {
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
  const seconds = (performance.now() - began) / 1000;
  await sql`drop table bench_plain`.execute(store.db);
  return rows / seconds;
}

/** What the simulated city measures in its day, handed in by 500 as doors do. */
async function benchEngine(
  engine: TelemetryEngine,
  name: string,
  readings: readonly Reading[],
): Promise<void> {
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
  const stored = readings.length - warm.length;
  const value = stored / ((performance.now() - began) / 1000);
  const beside = { 'plain-copy': await besideCopy(engine.store, stored) };
  figure({ name, value, unit: 'readings/s', target: '≥200000', beside });
}

/** The rules of the demonstration come into force: from here on each reading is judged in the transaction that stores it. */
async function putRulesInForce(engine: TelemetryEngine): Promise<number> {
  const models = await engine.registers.of(thingModel).trusted.findMany(engine.store.db, { limit: 100 });
  const rows = demo.flatMap(({ name, level, model, leaves: own, hold }) => {
    const id = models.find(({ code }) => code === model)?.id;
    if (id === undefined) return [];
    const definition = RuleDefinition.parse({ model: id, hold, condition: { leaves: own } });
    return [{ name, level, model: id, enabled: true, definition }];
  });
  await engine.store.transaction((work) =>
    engine.registers.of(ruleRegister).trusted.insertMany(work, 'bench', rows),
  );
  await engine.rules.load();
  return rows.length;
}

async function benchMqtt(engine: TelemetryEngine, shape: Shape, name: string, target: string): Promise<void> {
  const broker = await openMqttBroker(engine, { port: 0, host: '127.0.0.1', report });
  const before = await count(engine.store);
  const result = await loadMqtt({ ...shape, port: broker.port });
  await engine.settle();
  const sent = result.acknowledged * shape.batch;
  const lost = sent - ((await count(engine.store)) - before);
  await broker.close();
  const messages = result.acknowledged / result.seconds;
  const each = (perSecond: number | undefined) =>
    perSecond === undefined ? undefined : perSecond * shape.batch;
  const beside = {
    'bare-broker': each(await besideBroker(shape)),
    'mosquitto-subscriber': each(await besideMosquitto(shape)),
    'node-red': each(await besideNodeRed(shape)),
  };
  figure({ name, value: sent / result.seconds, unit: 'readings/s', target, beside });
  console.log(`  acknowledged after the commit: p95 ${result.p95.toFixed(0)} ms, lost ${lost}`);
  await benchScreen(engine, name, { ...shape, from: shape.from + hour / 2, perSecond: messages / 2 });
}

/** From the moment at which a sensor measured to the moment at which the streams of open pages tell it. */
async function benchScreen(engine: TelemetryEngine, name: string, shape: Shape): Promise<void> {
  const broker = await openMqttBroker(engine, { port: 0, host: '127.0.0.1', report });
  const waits: number[] = [];
  const pages = await Promise.all(
    shape.devices.map(async ([code]) => {
      const known = await engine.devices.findByAddress('mqtt', code);
      const stream = engine.live.open(known?.id ?? '');
      stream.on('data', (bytes: Buffer) => {
        const now = Date.now();
        for (const [, value] of bytes.toString('utf8').matchAll(/"value":(\d{13})/g))
          waits.push(now - Number(value));
      });
      return stream;
    }),
  );
  await loadMqtt({ ...shape, port: broker.port, timed: true });
  for (const page of pages) page.destroy();
  await broker.close();
  const beside = { 'bare-broker': percentile(await besideScreen(shape), 0.95) };
  const value = percentile(waits, 0.95);
  figure({ name: `${name}-to-screen-p95`, value, unit: 'ms', target: '≤1000', beside });
}

async function benchHj212(engine: TelemetryEngine, milliseconds: number): Promise<void> {
  const loggers = await makeLoggers(engine, 50);
  const ports = { hj212: 0 };
  const doors = await openLines({ store: engine.store, ingest: engine, report, ports, host: '127.0.0.1' });
  const from = engine.store.clock.now().getTime() - 120 * hour;
  const shape = { loggers, factors, inFlight: 20, milliseconds, from };
  const before = await count(engine.store);
  const result = await loadHj212({ ...shape, port: doors.lines.get('hj212')?.port ?? 0 });
  await engine.settle();
  const answered = result.acknowledged + result.signedIn;
  const lost = answered * factors.length - ((await count(engine.store)) - before);
  await doors.close();
  const value = result.acknowledged / result.seconds;
  const beside = { 'bare-line': await besideLine(shape) };
  figure({ name: 'sensing-hj212', value, unit: 'frames/s', target: '≥50000', beside });
  console.log(
    `  ${factors.length} readings a frame, answered after the commit: p95 ${result.p95.toFixed(0)} ms, lost ${lost}`,
  );
}

const leaves = [
  { kind: 'threshold', property: 'level', is: 'above', value: 5, clear: 4 },
  { kind: 'rate', property: 'level', is: 'rises', by: 5, within: 600 },
  { kind: 'cusum', property: 'level', is: 'rises', target: 3, slack: 0.5, limit: 20 },
  { kind: 'baseline', property: 'level', deviations: 4 },
  // Half of the places lie in the ring's box; as many corners as the outline of a county.
  {
    kind: 'place',
    longitude: 'lon',
    latitude: 'lat',
    is: 'enters',
    area: { title: '环', shape: [[ring(1000)]] },
  },
] as const;

function ring(corners: number): [number, number][] {
  return Array.from({ length: corners }, (_, index) => {
    const [angle, radius] = [(2 * Math.PI * index) / corners, 3 + (index % 2) / 10];
    return [radius + radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

const judgedDevices = 10_000;
const rounds = 50;
/** A minute between two readings of a device. */
const step = 60_000;

/** How many a second: every device in each round. */
function rateOf(judge: (device: number, at: number, value: number) => void): number {
  const began = performance.now();
  for (let round = 0; round < rounds; round += 1)
    for (let index = 0; index < judgedDevices; index += 1) judge(index, round * step, (round + index) % 7);
  return (rounds * judgedDevices) / ((performance.now() - began) / 1000);
}

/** Evaluations with holding time; beside them the same readings compared with a number. */
function benchRules(): void {
  const above = new Set<number>();
  const bare = rateOf((device, _, value) => {
    if (value > 5) above.add(device);
    else above.delete(device);
  });
  for (const leaf of leaves) {
    const rule = RuleDefinition.parse({ model: newId(), hold: 60, condition: { leaves: [leaf] } });
    const states = Array.from({ length: judgedDevices }, () => startState(rule));
    const value = rateOf((device, at, measured) => {
      const before = states[device] ?? startState(rule);
      // A place is two readings of one moment.
      const property = leaf.kind === 'place' ? ['lon', 'lat'][(at / step) % 2] : leaf.property;
      const moment = leaf.kind === 'place' ? Math.floor(at / step / 2) * step : at;
      states[device] = judgeReading(rule, before, () => true, {
        property: property ?? '',
        at: moment,
        value: measured,
      }).state;
    });
    figure({
      name: `sensing-rule-${leaf.kind}`,
      value,
      unit: 'evaluations/s',
      target: '≥500000',
      beside: { comparison: bare },
    });
  }
}

async function medianOf(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const began = performance.now();
    await run();
    times.push(performance.now() - began);
  }
  return percentile(times, 0.5);
}

/** A year of one sensor that reports each minute, as a page draws it; beside it the same year summed from its rows. */
async function benchChart(engine: TelemetryEngine, device: string): Promise<void> {
  const { db } = engine.store;
  const known = await engine.devices.find(device);
  const [property] = known?.properties.values() ?? [];
  const series = property?.series ?? 0;
  await sql`insert into telemetry_hour (series, bucket, readings, valid, total, lowest, highest, last_value, last_at)
    select ${series}, at, 60, 60, 60, 0, 2, 1, at
    from generate_series(date_trunc('hour', now()) - interval '400 days', now(), interval '1 hour') at
    on conflict do nothing`.execute(db);
  await sql`create table bench_year (at timestamptz primary key, value float8)`.execute(db);
  await sql`insert into bench_year select at, extract(minute from at)
    from generate_series(now() - interval '365 days', now(), interval '1 minute') at`.execute(db);
  const to = new Date();
  const from = new Date(to.getTime() - 365 * 24 * hour);
  for (const grain of ['day', 'hour'] as const) {
    const value = await medianOf(() => readRolled(db, { grain, series, from, to, limit: 20_000 }));
    const plain = sql`select date_trunc(${grain}, at), avg(value), min(value), max(value) from bench_year group by 1 order by 1`;
    const beside = { 'plain-rows': await medianOf(() => plain.execute(db)) };
    figure({ name: `sensing-year-by-${grain}`, value, unit: 'ms', target: '≤100', beside });
  }
  await sql`drop table bench_year`.execute(db);
}

async function measure(engine: TelemetryEngine, sizes: Readonly<Record<Size, number>>): Promise<void> {
  const { store } = engine;
  await store.transaction(async (work) => {
    for (const name of ['readings-each-minute', 'line-messages-each-minute'])
      await store.settings.change(work, `telemetry.${name}`, 1_000_000);
  });
  const fleet = await makeSimulatedFleet(engine, sizes.devices);
  console.log(
    `${fleet.length} simulated sensors (演示数据), ${sizes.lines} of them with a line of their own`,
  );
  const today = store.clock.now().getTime();
  await benchEngine(engine, 'sensing-engine', simulatedDay(fleet, sizes.readings, today));
  const inForce = await putRulesInForce(engine);
  console.log(`${inForce} rules in force`);
  // Another day, or all of it would be there already.
  await benchEngine(
    engine,
    'sensing-engine-ruled',
    simulatedDay(fleet, sizes.readings, today - 5 * 24 * hour),
  );
  const devices = await giveKeys(engine, fleet, sizes.lines);
  const now = store.clock.now().getTime();
  const shape = { city: fleet.length, devices, inFlight: 20, milliseconds: sizes.seconds * 1000 };
  // Each run has hours of its own, or the second would send what the first has stored.
  await benchMqtt(engine, { ...shape, batch: 10, from: now - 72 * hour }, 'sensing-mqtt-tens', '≥200000');
  await benchMqtt(engine, { ...shape, batch: 1, from: now - 96 * hour }, 'sensing-mqtt-single', '≥50000');
  await benchHj212(engine, sizes.seconds * 1000);
  benchRules();
  await benchChart(engine, fleet[0]?.id ?? '');
}

type Size = 'devices' | 'lines' | 'seconds' | 'readings';

/** `--devices 100000 --lines 200 --seconds 8 --readings 200000`; Node-RED is taken from the folder NODE_RED_HOME. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      devices: { type: 'string', default: '100000' },
      lines: { type: 'string', default: '200' },
      seconds: { type: 'string', default: '8' },
      readings: { type: 'string', default: '200000' },
    },
  });
  const sizes = {
    devices: Number(values.devices),
    lines: Number(values.lines),
    seconds: Number(values.seconds),
    readings: Number(values.readings),
  };
  const folder = await mkdtemp(path.join(tmpdir(), 'city-bench-'));
  const postgres = await startEmbeddedPostgres({ directory: path.join(folder, 'postgres') });
  const city = await createCity({
    databaseUrl: postgres.url,
    dataDirectory: folder,
    demo: false,
    systems: [],
  });
  try {
    await measure(city.services.use(telemetry) as TelemetryEngine, sizes);
  } finally {
    await city.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** How fast a governed row and a governed list come through the whole gateway, beside Fastify and pg sending the same statements. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { startEmbeddedPostgres } from '../engines/store/index.ts';
import { register } from './registers/lamp.ts';
import type { CityReady } from './registers/serve-city.ts';

function start(name: string, url: string, ...args: readonly string[]): ChildProcess {
  const file = path.resolve(import.meta.dirname, `registers/${name}.ts`);
  return spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    env: { ...process.env, BENCH_DATABASE: url },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

async function heard<T>(child: ChildProcess): Promise<T> {
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('a server of the bench did not start'))),
  ]);
  return message as T;
}

interface Load {
  readonly port: number;
  readonly paths: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

/** Answered requests a second; anything but 200 ends the bench. */
async function press(load: Load, seconds: number): Promise<number> {
  const result = await autocannon({
    url: `http://127.0.0.1:${load.port}`,
    connections: 32,
    duration: seconds,
    headers: load.headers,
    requests: load.paths.map((at) => ({ path: at })),
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} refusals, ${result.errors} errors`);
  return result.requests.average;
}

/** In turns, so that a neighbour's noise falls on both. */
async function compare(name: string, ours: Load, bare: Load, seconds: number, rounds: number): Promise<void> {
  const totals = { ours: 0, bare: 0 };
  for (const load of [bare, ours]) await press(load, 2);
  for (let round = 0; round < rounds; round += 1) {
    totals.bare += (await press(bare, seconds)) / rounds;
    totals.ours += (await press(ours, seconds)) / rounds;
  }
  const ratio = totals.ours / totals.bare;
  console.log(
    `figure ${name} ${totals.ours.toFixed(0)} req/s target ≥${(0.6 * totals.bare).toFixed(0)} yardstick bare=${totals.bare.toFixed(0)} ratio ${ratio.toFixed(2)}`,
  );
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string', default: '100000' },
      seconds: { type: 'string', default: '10' },
      rounds: { type: 'string', default: '2' },
    },
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'city-bench-'));
  await chmod(folder, 0o755);
  const database = await startEmbeddedPostgres({ directory: folder });
  const city = start('serve-city', database.url, values.rows);
  const plain = start('serve-bare', database.url);
  try {
    const ready = await heard<CityReady>(city);
    plain.send({ get: ready.get, list: ready.list, id: ready.ids[0] });
    const { port } = await heard<{ port: number }>(plain);
    console.log(`  statements: get ${ready.get.length}, list ${ready.list.length}; ${values.rows} rows`);
    const headers = { cookie: `city_session=${ready.token}` };
    const ours = (paths: readonly string[]): Load => ({ port: ready.port, paths, headers });
    const bare = (paths: readonly string[]): Load => ({ port, paths, headers: {} });
    const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
    const rows = `/api/registers/rows/${register}`;
    await compare(
      'register-get',
      ours(ready.ids.map((id) => `${rows}/${id}`)),
      bare(ready.ids.map((id) => `/rows/${id}`)),
      seconds,
      rounds,
    );
    await compare('register-list', ours([`${rows}?size=20`]), bare(['/rows']), seconds, rounds);
  } finally {
    city.kill('SIGKILL');
    plain.kill('SIGKILL');
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

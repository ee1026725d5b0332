/** Server processes of the drills: started, struck by kill -9 in one of several ways, and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { percentile } from '../support/percentile.ts';

export const victimNames = ['server', 'database', 'connection', 'both'];
export type Victim = 'server' | 'database' | 'connection' | 'both';

export interface Stage {
  readonly name: string;
  /** The file that serves, and tells its parent when it can. */
  readonly file: string;
  readonly victims: readonly Victim[];
  readonly dataDirectory: string;
  /** Empty: the server brings its embedded one. */
  readonly databaseUrl: string;
}

/** What a server tells when it can serve. */
export interface Serving {
  readonly port: number;
  readonly databaseUrl: string;
}

export interface Server<Ready extends Serving> {
  readonly process: ChildProcess;
  readonly ready: Ready;
  /** The end of what it wrote to stderr. */
  lastWords(): string;
}

export async function startServer<Ready extends Serving>(stage: Stage, port: number): Promise<Server<Ready>> {
  const environment = { DATA_DIR: stage.dataDirectory, DATABASE_URL: stage.databaseUrl, PORT: String(port) };
  for (let attempt = 1; ; attempt += 1) {
    const child = spawn(process.execPath, ['--import', 'tsx', stage.file], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let complaint = '';
    // Failures while the database is down are the drill itself; the last words matter only when it does not come up.
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = `${complaint}${chunk.toString()}`.slice(-2000);
    });
    const first = await Promise.race([
      once(child, 'message').then(([message]) => message as Ready),
      once(child, 'exit').then(() => undefined),
    ]);
    if (first !== undefined) return { process: child, ready: first, lastWords: () => complaint };
    console.log(
      `  a start failed and was tried again: ${/^.*Error: .*$/m.exec(complaint)?.[0] ?? 'no word'}`,
    );
    if (attempt === 20) throw new Error(`the server does not start:\n${complaint}`);
    await wait(200);
  }
}

/** Process id of the embedded postmaster, from its own note. */
function postmasterOf(stage: Stage): number {
  const note = path.join(stage.dataDirectory, 'postgres/cluster/postmaster.pid');
  return existsSync(note) ? Number(readFileSync(note, 'utf8').split('\n')[0]) : 0;
}

function killHard(pid: number): void {
  try {
    if (pid > 1) process.kill(pid, 'SIGKILL');
  } catch {
    // It died by itself a moment ago, which is what was wanted.
  }
}

/** An embedded backend is killed; on a server that others may use, its connection is only cut. */
async function killConnection(stage: Stage, url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const found = await client.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
       and backend_type = 'client backend' order by state_change desc limit 1`,
    );
    const pid = found.rows[0]?.pid ?? 0;
    if (stage.databaseUrl === '') killHard(pid);
    else await client.query('select pg_terminate_backend($1)', [pid]);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Only the drill ends a server, and it does so with a signal. */
export function selfEnded(server: Server<Serving>): string | undefined {
  const code = server.process.exitCode;
  return code === null ? undefined : `the server ended by itself (${code}):\n${server.lastWords()}`;
}

export async function strike<Ready extends Serving>(
  stage: Stage,
  victim: Victim,
  server: Server<Ready>,
): Promise<Server<Ready>> {
  if (victim === 'connection') {
    await killConnection(stage, server.ready.databaseUrl);
    return server;
  }
  if (victim !== 'server') killHard(postmasterOf(stage));
  if (victim === 'database') return server;
  const gone = once(server.process, 'exit');
  server.process.kill('SIGKILL');
  await gone;
  return startServer(stage, server.ready.port);
}

export async function stop(stage: Stage, server: Server<Serving>): Promise<void> {
  const gone = once(server.process, 'exit');
  server.process.kill('SIGKILL');
  await gone;
  killHard(stage.databaseUrl === '' ? postmasterOf(stage) : 0);
}

/** Readable by the account that PostgreSQL runs under, so that the cluster lies inside it. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'city-crash-'));
  await chmod(folder, 0o755);
  return folder;
}

export function sayOutages(outages: ReadonlyMap<Victim, number[]>): void {
  for (const [victim, times] of outages) {
    const [half, most] = [percentile(times, 0.5), percentile(times, 1)];
    console.log(
      `  kill -9 ${victim.padEnd(10)} ${times.length} times, back after p50 ${half.toFixed(0)} ms, at most ${most.toFixed(0)} ms`,
    );
  }
}

/** How the writes of a drill are getting on, by performance.now(). */
export interface Pace {
  /** When the last acknowledged write was sent. */
  readonly lastSentAt: number;
  /** When writes were acknowledged since the blow. */
  readonly acknowledgedAt: readonly number[];
}

/** A request sent so long after the blow was not under way when it fell. */
const settled = 300;

/** The longest time without an acknowledged write from the blow until all is well again, in milliseconds; `describe` is for the error. */
export async function untilServing(pace: Pace, struckAt: number, describe: () => string): Promise<number> {
  const limit = performance.now() + 60_000;
  while (performance.now() < limit) {
    if (pace.lastSentAt > struckAt + settled) {
      const times = [struckAt, ...pace.acknowledgedAt.filter((at) => at > struckAt)];
      return Math.max(...times.slice(1).map((at, index) => at - (times[index] ?? at)));
    }
    await wait(10);
  }
  throw new Error(`no write was acknowledged within a minute: ${describe()}`);
}

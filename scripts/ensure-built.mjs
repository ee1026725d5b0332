/** Builds the web and the server when their sources changed since the last build; says so, since it takes a while. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const mark = path.join(root, 'dist/web/.built-from');
const sources = ['kernel', 'engines', 'systems', 'city', 'ui', 'apps', 'plan'];
const files = [
  'plan.ts',
  'vite.config.ts',
  'scripts/build-offline.ts',
  'scripts/build-server.mjs',
  'package-lock.json',
];

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(at);
    else if (!/\.test\.tsx?$|\.md$/.test(entry.name)) yield at;
  }
}

/** One word for all that the build reads. */
function sourceDigest() {
  // The server's file names the folder in which its data and workers lie.
  const hash = createHash('sha256').update(root);
  for (const folder of sources.map((name) => path.join(root, name)).filter(existsSync)) {
    for (const file of walk(folder)) hash.update(path.relative(root, file)).update(readFileSync(file));
  }
  for (const file of files) hash.update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

export function ensureBuilt() {
  const digest = sourceDigest();
  if (existsSync(mark) && readFileSync(mark, 'utf8') === digest) return;
  console.log('正在构建网页(仅首次或源码变更后需要，约半分钟)……');
  execFileSync(
    process.execPath,
    [path.join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
    { cwd: root, stdio: 'inherit' },
  );
  execFileSync(process.execPath, [path.join(root, 'scripts/build-server.mjs')], {
    cwd: root,
    stdio: 'inherit',
  });
  mkdirSync(path.dirname(mark), { recursive: true });
  writeFileSync(mark, digest);
}

/** `npm start`: installs what is missing, builds the web once, and opens the city. Plain JavaScript: it runs before anything is installed. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { requireNode } from './require-node.mjs';

const root = path.resolve(import.meta.dirname ?? '.', '..');

requireNode();

ensureInstalled({ production: true });
ensureBuilt();

const child = spawn(process.execPath, ['--enable-source-maps', path.join(root, 'dist/server/main.js')], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));

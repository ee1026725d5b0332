/**
 * Puts the server and all systems into one file, dist/server/main.js. Two thousand modules that are compiled and looked up one by one take
 * most of a start; in one file they take a fraction of it. Tests, benches and commands run the sources themselves.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');

/** Libraries of many small modules, without files of their own, that only our own code uses; all others stay where npm put them. */
const inlined = new Set(['@simplewebauthn/server', 'asn1js', 'fflate', 'hucre', 'kysely', 'otpauth', 'zod']);

/** In the order of apps/server/find-systems.ts. */
function systemFiles() {
  const folders = (at) =>
    readdirSync(at, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => path.join(at, entry.name))
      .sort();
  return folders(path.join(root, 'systems'))
    .flatMap(folders)
    .map((folder) => path.join(folder, 'system.ts'))
    .filter(existsSync);
}

function entry() {
  const files = systemFiles();
  const imports = files.map((file, at) => `import system${at} from ${JSON.stringify(file)};`);
  const names = files.map((_, at) => `system${at}`);
  return `import { serve } from './apps/server/serve.ts';\n${imports.join('\n')}\nserve([${names.join(', ')}]);\n`;
}

/** Own modules find their data and their workers beside their sources, wherever they are run from. */
const places = {
  name: 'places',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      if (file.includes('node_modules')) return undefined;
      const source = readFileSync(file, 'utf8');
      if (!source.includes('import.meta.')) return undefined;
      const contents = source
        .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file)))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href));
      return { contents, loader: 'ts' };
    });
    onResolve({ filter: /^[^./]/ }, ({ path: name, importer, kind }) => {
      if (kind === 'entry-point') return undefined;
      if (importer.includes('node_modules')) return name.startsWith('node:') ? { external: true } : undefined;
      const library = name.split('/', name.startsWith('@') ? 2 : 1).join('/');
      return inlined.has(library) ? undefined : { path: name, external: true };
    });
  },
};

await build({
  absWorkingDir: root,
  stdin: { contents: entry(), resolveDir: root, sourcefile: 'entry.ts', loader: 'ts' },
  outfile: path.join(root, 'dist/server/main.js'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  supported: { 'import-attributes': true },
  sourcemap: true,
  sourcesContent: false,
  plugins: [places],
  logLevel: 'warning',
});

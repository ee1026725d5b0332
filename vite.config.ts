/** Builds the four faces (desk, citizen, screen, open) into dist/web; nothing in the result asks a foreign host for anything. */
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { buildOffline } from './scripts/build-offline.ts';

const faces = ['desk', 'citizen', 'screen', 'open'] as const;
const kit = fromPackages('antd|@rc-component|@ant-design|dayjs');
const icons = /@ant-design[\\/](icons|icons-svg|colors|fast-color)[\\/]|@rc-component[\\/]util[\\/]/;
const own =
  /[\\/](ui|kernel|apps[\\/]shell)[\\/](?!chart[\\/]echarts|map[\\/]load|confirm-danger)[^?]*\.tsx?$/;
const kitIndex = /antd[\\/]es[\\/]index\.js$/;

export default defineConfig({
  root: 'apps',
  base: '/',
  appType: 'mpa',
  publicDir: false,
  plugins: [react(), faceFallback(), buildOffline()],
  server: {
    port: 5173,
    fs: { allow: ['..'] },
    proxy: { '/api': 'http://127.0.0.1:8080', '/healthz': 'http://127.0.0.1:8080' },
  },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsDir: 'assets',
    // A data: URL would need its own line in the content security policy.
    assetsInlineLimit: 0,
    // maplibre and echarts are single lazy files; the promise is about the first load, which test/ measures.
    chunkSizeWarningLimit: 1300,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: Object.fromEntries(
        faces.map((face) => [face, fileURLToPath(new URL(`apps/${face}/index.html`, import.meta.url))]),
      ),
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
        codeSplitting: { groups: chunkGroups() },
      },
    },
  },
});

function fromPackages(pattern: string): RegExp {
  return new RegExp(`node_modules[\\\\/](${pattern})[\\\\/]`);
}

/** The graph as the bundler hands it to a group's name function. */
interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[]; readonly code: string | null } | null;
}

/**
 * What faces share stands alone, so that moving between them downloads nothing twice. Kit and our own parts are cut by who needs
 * them at once: every face (icons, base), the shells that use the kit (kit, frame), pages that come later (kit-pages, ui-pages); frame-light
 * and ui-light are what of these goes without the kit, for the phone. Left to itself the bundler would make a chunk for each set of pages, and every system adds sets.
 * A group takes along what its modules import and no earlier group has, hence the priorities.
 */
function chunkGroups() {
  const reached = new Map<string, ReadonlySet<string>>();
  function firstLoad(names: readonly string[], graph: ModuleGraph): ReadonlySet<string> {
    const key = names.join();
    const known = reached.get(key) ?? reachable(names.map(mainOf), graph);
    reached.set(key, known);
    return known;
  }
  const every = (id: string, graph: ModuleGraph) => firstLoad(['citizen', 'open'], graph).has(id);
  const shells = (id: string, graph: ModuleGraph) => firstLoad(faces, graph).has(id);
  const heavy = (id: string, graph: ModuleGraph) =>
    [...reachable([id], graph)].some((one) => kit.test(one) && !icons.test(one));
  const pick =
    (name: string, wanted: (id: string, graph: ModuleGraph) => boolean) => (id: string, graph: ModuleGraph) =>
      wanted(id, graph) ? name : null;
  return [
    // clsx is everybody's: whoever takes it along would be loaded by all.
    {
      name: 'react',
      test: fromPackages('react|react-dom|scheduler|react-router|@tanstack|clsx'),
      priority: 30,
    },
    { name: 'schema', test: fromPackages('zod'), priority: 20 },
    { name: 'chart', test: fromPackages('echarts|zrender'), priority: 20 },
    { name: 'map', test: fromPackages('maplibre-gl'), priority: 20 },
    { name: 'pinyin', test: fromPackages('pinyin-pro'), priority: 20 },
    { name: 'diagram', test: fromPackages('bpmn-js|diagram-js|diagram-js-direct-editing'), priority: 20 },
    { debugName: 'icons', name: pick('icons', every), test: kit, priority: 19 },
    { debugName: 'kit', name: pick('kit', shells), test: kit, priority: 18 },
    { debugName: 'base', name: pick('base', every), test: own, priority: 15 },
    {
      debugName: 'frame-light',
      name: pick('frame-light', (id, graph) => shells(id, graph) && !heavy(id, graph)),
      test: own,
      priority: 14,
    },
    { debugName: 'frame', name: pick('frame', shells), test: own, priority: 13 },
    { name: 'kit-pages', test: kit, priority: 10 },
    {
      debugName: 'ui-light',
      name: pick('ui-light', (id, graph) => !heavy(id, graph)),
      test: own,
      priority: 6,
    },
    { name: 'ui-pages', test: own, priority: 5 },
  ];
}

function mainOf(face: string): string {
  return fileURLToPath(new URL(`apps/${face}/main.tsx`, import.meta.url));
}

/**
 * Everything that these modules import, at once or through others, but not what they load later. The kit's index names every
 * component, of which the tree shaker keeps the used ones; so it is not walked through, but read for what was taken from it.
 */
function reachable(starts: readonly string[], graph: ModuleGraph): ReadonlySet<string> {
  const found = new Set<string>(starts);
  for (const id of found) {
    const info = graph.getModuleInfo(id);
    for (const next of info?.importedIds ?? []) {
      if (!kitIndex.test(next)) found.add(next);
      else
        for (const part of partsTaken(info?.code ?? ''))
          found.add(next.replace(kitIndex, `antd/es/${part}/index.js`));
    }
  }
  return found;
}

/** `import { DatePicker, App as Root } from 'antd'` takes the folders date-picker and app. */
function partsTaken(code: string): readonly string[] {
  return [...code.matchAll(/import\s*\{([^}]*)\}\s*from\s*["']antd["']/g)]
    .flatMap((match) => (match[1] ?? '').split(','))
    .map((name) => name.trim().split(/\s+as\s+/)[0] ?? '')
    .filter((name) => name !== '')
    .map((name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase());
}

/** In development, a deep link like /desk/urban-management/cases answers with that face's page. */
function faceFallback(): Plugin {
  return {
    name: 'face-fallback',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const path = request.url?.split('?')[0] ?? '/';
        const face = faces.find((name) => path === `/${name}` || path.startsWith(`/${name}/`));
        if (path === '/') request.url = '/open/index.html';
        else if (face && !path.split('/').at(-1)?.includes('.')) request.url = `/${face}/index.html`;
        next();
      });
    },
  };
}

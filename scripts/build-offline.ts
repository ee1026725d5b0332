/** The part of the build for pages that open without a network: a worker with its list of files for each face, the manifest and icons of the citizen's. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { type HtmlTagDescriptor, type Plugin, type Rolldown, transformWithOxc } from 'vite';
import { offlinePages, type OfflineFace } from '../apps/shell/offline/offline-pages.ts';

const root = path.resolve(import.meta.dirname, '..');
const workerFile = path.join(root, 'apps/shell/offline/worker.ts');
const markFile = path.join(root, 'apps/shell/city-mark.svg');
const markColour = '#0f56b3';

const tags: readonly HtmlTagDescriptor[] = [
  { tag: 'link', attrs: { rel: 'manifest', href: '/citizen/manifest.webmanifest' }, injectTo: 'head' },
  { tag: 'link', attrs: { rel: 'apple-touch-icon', href: '/citizen/icon-192.png' }, injectTo: 'head' },
];

/** For the home screen of a phone. */
const manifest = {
  id: '/citizen/',
  name: '数字阜阳 市民端',
  short_name: '数字阜阳',
  lang: 'zh-CN',
  start_url: '/citizen/',
  scope: '/citizen/',
  display: 'standalone',
  background_color: '#f2f5f9',
  theme_color: '#0b3d86',
  icons: [
    { src: '/citizen/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: '/citizen/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: '/citizen/icon-maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  shortcuts: [{ name: '安康码', url: '/citizen/city-code' }],
};

/** The page's first files, those of its offline pages, and all that these load at once. */
function filesOf(face: OfflineFace, html: string, bundle: Rolldown.OutputBundle): readonly string[] {
  const found = new Set(html.match(/assets\/[\w.-]+/g));
  const wanted = offlinePages.filter((page) => page.face === face);
  for (const { module } of wanted) {
    const index = path.posix.join(path.posix.dirname(module), 'index.ts');
    for (const start of [module, index]) found.add(chunkOf(start, bundle));
  }
  // The set grows while it is walked.
  for (const file of found) {
    const part = bundle[file];
    if (part?.type !== 'chunk') continue;
    for (const next of part.imports) found.add(next);
    for (const next of part.viteMetadata?.importedCss ?? []) found.add(next);
    for (const next of part.viteMetadata?.importedAssets ?? []) found.add(next);
  }
  return [...found].sort().map((file) => `/${file}`);
}

function chunkOf(module: string, bundle: Rolldown.OutputBundle): string {
  const id = path.join(root, module);
  const found = Object.values(bundle).find((part) => part.type === 'chunk' && part.moduleIds.includes(id));
  if (found === undefined) throw new Error(`${module} is in no chunk`);
  return found.fileName;
}

async function writeWorker(folder: string, face: OfflineFace, bundle: Rolldown.OutputBundle): Promise<void> {
  const html = await readFile(path.join(folder, face, 'index.html'), 'utf8');
  const source = await transformWithOxc(await readFile(workerFile, 'utf8'), workerFile, {
    target: 'es2022',
  });
  const code = source.code.replace(/^export /m, '');
  const files = filesOf(face, html, bundle);
  const version = createHash('sha256')
    .update(code)
    .update(html)
    .update(files.join())
    .digest('hex')
    .slice(0, 16);
  const kept = { head: `city-${face}-`, version, page: `/${face}/`, files };
  await writeFile(path.join(folder, face, 'worker.js'), `${code}keepPages(self, ${JSON.stringify(kept)});\n`);
}

async function writeManifest(folder: string): Promise<void> {
  const at = (name: string) => path.join(folder, 'citizen', name);
  const mark = await readFile(markFile);
  const draw = (size: number) => sharp(mark, { density: (72 * size) / 32 }).resize(size, size);
  await draw(192).png().toFile(at('icon-192.png'));
  await draw(512).png().toFile(at('icon-512.png'));
  // A launcher cuts its own shape: the mark stays within the middle four fifths.
  const border = 56;
  await draw(400)
    .extend({ top: border, bottom: border, left: border, right: border, background: markColour })
    .flatten({ background: markColour })
    .png()
    .toFile(at('icon-maskable.png'));
  await writeFile(at('manifest.webmanifest'), JSON.stringify(manifest));
}

export function buildOffline(): Plugin {
  return {
    name: 'build-offline',
    apply: 'build',
    transformIndexHtml: (_html, { path: address }) => (address === '/citizen/index.html' ? [...tags] : []),
    async writeBundle({ dir = '' }, bundle) {
      await mkdir(path.join(dir, 'citizen'), { recursive: true });
      const faces = new Set(offlinePages.map(({ face }) => face));
      for (const face of faces) await writeWorker(dir, face, bundle);
      await writeManifest(dir);
    },
  };
}

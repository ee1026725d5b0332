/** The built pages of the four faces; a deep link gets the face's shell. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const faces = ['desk', 'citizen', 'screen', 'open'] as const;
/** Faces with pages that open without a network. */
const offlineFaces = ['citizen', 'open'] as const;
const citizenFiles = {
  'manifest.webmanifest': 'application/manifest+json; charset=utf-8',
  'icon-192.png': 'image/png',
  'icon-512.png': 'image/png',
  'icon-maskable.png': 'image/png',
} as const;

/** Answered instead of a worker: takes the place of the one that a browser has, empties its cache and goes. Without an answer it would stay for ever. */
function removingWorker(face: string): string {
  return `addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith('city-${face}-')) await caches.delete(name);
  await registration.unregister();
})()));
`;
}

/** `offline()`: whether browsers may keep pages; asked anew each time, so that a bad worker can be called back at once. */
export async function mountPages(app: FastifyInstance, root: string, offline: () => boolean): Promise<void> {
  if (!existsSync(root)) return;
  await app.register(staticFiles, {
    root: path.join(root, 'assets'),
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    index: false,
  });
  for (const face of faces) {
    const file = path.join(root, face, 'index.html');
    app.get(`/${face}`, async (_request, reply) => reply.redirect(`/${face}/`));
    app.get(`/${face}/*`, async (_request, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-cache')
        .send(await readFile(file, 'utf8')),
    );
  }
  for (const face of offlineFaces) {
    const file = path.join(root, face, 'worker.js');
    // Lies in its face's folder, so that it can never answer for another; no header widens that.
    app.get(`/${face}/worker.js`, async (_request, reply) =>
      reply
        .type('text/javascript; charset=utf-8')
        .header('cache-control', 'no-cache')
        .send(offline() && existsSync(file) ? await readFile(file, 'utf8') : removingWorker(face)),
    );
  }
  for (const [name, type] of Object.entries(citizenFiles)) {
    const file = path.join(root, 'citizen', name);
    if (!existsSync(file)) continue;
    const content = await readFile(file);
    app.get(`/citizen/${name}`, async (_request, reply) =>
      reply.type(type).header('cache-control', 'no-cache').send(content),
    );
  }
  app.get('/', async (_request, reply) => reply.redirect('/open/'));
}

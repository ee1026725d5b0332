/** The built pages of the four faces; a deep link gets the face's shell. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const faces = ['desk', 'citizen', 'screen', 'open'] as const;

export async function mountPages(app: FastifyInstance, root: string): Promise<void> {
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
  app.get('/', async (_request, reply) => reply.redirect('/open/'));
}

/** Pages of the faces, and the worker that keeps them on phones: always asked for anew, and taken back when it is switched off or missing. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mountPages } from './static-pages.ts';

let folder: string;
let app: FastifyInstance;
let offline = true;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'city-pages-'));
  for (const name of ['assets', 'desk', 'citizen', 'screen', 'open']) {
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, 'index.html'), `<title>${name}</title>`);
  }
  await writeFile(path.join(folder, 'citizen/worker.js'), 'the worker');
  await writeFile(path.join(folder, 'citizen/manifest.webmanifest'), '{"name":"数字阜阳"}');
  app = Fastify();
  await mountPages(app, folder, () => offline);
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

test('每一端的任何地址都给出那一端的页面', async () => {
  for (const address of ['/citizen/', '/citizen/city-code', '/citizen/worker.js/x'])
    expect((await app.inject(address)).body).toBe('<title>citizen</title>');
});

test('离线程序每次都重新核对，只管自己那一端', async () => {
  const reply = await app.inject('/citizen/worker.js');
  expect(reply.body).toBe('the worker');
  expect(reply.headers['cache-control']).toBe('no-cache');
  expect(reply.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(reply.headers['service-worker-allowed']).toBeUndefined();
  const manifest = await app.inject('/citizen/manifest.webmanifest');
  expect(manifest.headers['content-type']).toContain('application/manifest+json');
  expect(manifest.json()).toEqual({ name: '数字阜阳' });
  // The desk has none: there the face's page is all that answers.
  expect((await app.inject('/desk/worker.js')).body).toBe('<title>desk</title>');
});

test('关掉开关，或这个版本没有离线程序：给出的是卸下自己的那一个', async () => {
  offline = false;
  const off = await app.inject('/citizen/worker.js');
  offline = true;
  const absent = await app.inject('/open/worker.js');
  for (const [reply, face] of [
    [off, 'citizen'],
    [absent, 'open'],
  ] as const) {
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['cache-control']).toBe('no-cache');
    expect(reply.body).toContain('registration.unregister()');
    expect(reply.body).toContain(`'city-${face}-'`);
  }
});

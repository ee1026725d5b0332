/** The interface documentation at /api/docs, from our own files only. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import type { AnyContract } from '../../../kernel/contract.ts';
import { commonErrors } from '../../../kernel/errors.ts';
import { makeOpenApi } from './open-api.ts';

const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

const page = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>数字阜阳 · 接口文档</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="docs"></div><script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`;

const start = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#docs', deepLinking: true, docExpansion: 'none', filter: true,
  requestInterceptor(request) { request.headers['x-city-request'] = '1'; return request; } });`;

export function mountDocs(app: FastifyInstance, contracts: readonly AnyContract[], version: string): void {
  const folder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  let document: string | undefined;
  app.get('/api/openapi.json', (_request, reply) => {
    document ??= JSON.stringify(makeOpenApi(contracts, version));
    return reply.type('application/json; charset=utf-8').send(document);
  });
  app.get('/api/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  app.get('/api/docs/start.js', (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(start),
  );
  app.get<{ Params: { name: string } }>('/api/docs/:name', async (request, reply) => {
    const type = assets[request.params.name];
    if (type === undefined) throw commonErrors.missing();
    return reply
      .type(type)
      .header('cache-control', 'public, max-age=86400')
      .send(await readFile(path.join(folder, request.params.name)));
  });
}

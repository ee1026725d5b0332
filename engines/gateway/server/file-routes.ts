/** Uploads and downloads: streamed, checked by content, and given out only by the decision of what they are attached to. */
import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import type { Principal } from '../../../kernel/access.ts';
import { commonErrors } from '../../../kernel/errors.ts';
import { isId } from '../../../kernel/ids.ts';
import type { AccessService } from '../../access/index.ts';
import { inlineContentTypes, type Store, type StoredFile } from '../../store/index.ts';
import { principalOf, refuseCrossSite } from './session.ts';

/** Whether a principal may read what `rest` of an owner '<kind>:<rest>' names. */
export type FileGuard = (principal: Principal, rest: string) => Promise<boolean>;

export interface FileRouteOptions {
  readonly store: Store;
  readonly access: AccessService;
  readonly guards: Readonly<Record<string, FileGuard>>;
}

async function mayRead(options: FileRouteOptions, principal: Principal, file: StoredFile): Promise<boolean> {
  if (principal.kind !== 'anonymous' && file.createdBy === principal.id) return true;
  for (const owner of await options.store.files.ownersOf(file.id)) {
    const colon = owner.indexOf(':');
    if ((await options.guards[owner.slice(0, colon)]?.(principal, owner.slice(colon + 1))) === true)
      return true;
  }
  return false;
}

export async function mountFiles(app: FastifyInstance, options: FileRouteOptions): Promise<void> {
  const { store, access } = options;
  await app.register(multipart, { limits: { files: 1, fields: 5, fieldSize: 1000, parts: 6 } });

  app.post('/api/files', async (request, reply) => {
    refuseCrossSite(request);
    const principal = await principalOf(request, access);
    if (principal.kind === 'anonymous') throw commonErrors.unauthenticated();
    const limit = store.settings.value('gateway.upload-megabytes') * 1024 * 1024;
    // The declared length is enough to refuse a huge body before reading it.
    if (Number(request.headers['content-length'] ?? 0) > limit + 10_000) {
      reply.header('connection', 'close');
      throw commonErrors.tooLarge();
    }
    const part = await request.file({ limits: { fileSize: limit + 1 } });
    if (part === undefined) throw commonErrors.invalid({}, [{ path: 'file', message: '请选择文件' }]);
    const file = await store.files.write({
      name: part.filename,
      contentType: part.mimetype,
      by: principal.id,
      body: part.file,
      limit,
    });
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(file));
  });

  app.get<{ Params: { id: string } }>('/api/files/:id', async (request, reply) => {
    const principal = await principalOf(request, access);
    const { id } = request.params;
    const file = isId(id) ? await store.files.find(id) : undefined;
    // One answer for a missing and a forbidden file.
    if (file === undefined || !(await mayRead(options, principal, file))) throw commonErrors.missing();
    const disposition = inlineContentTypes.includes(file.contentType) ? 'inline' : 'attachment';
    return reply
      .header('content-type', file.contentType)
      .header('content-length', file.size)
      .header('content-disposition', `${disposition}; filename*=UTF-8''${encodeURIComponent(file.name)}`)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cache-control', 'private, max-age=3600')
      .send(store.files.read(file));
  });
}

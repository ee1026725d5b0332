/** Files by content: streamed to disk, checked, synced and named by their digest, so that equal content is kept once. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { sql } from 'kysely';
import { commonErrors } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Database, Files, StoredFile } from '../service.ts';
import { contentMatches } from './content-type.ts';
import { defineTable } from './table.ts';

export const fileTables = [
  defineTable({
    name: 'store_file',
    columns: {
      id: 'uuid primary key',
      name: 'text not null',
      content_type: 'text not null',
      size: 'bigint not null',
      digest: 'text not null',
      created_by: 'text not null',
      created_at: 'timestamptz not null default now()',
    },
    indexes: { store_file_digest: '(digest)' },
  }),
  defineTable({
    name: 'store_file_owner',
    columns: {
      file: 'uuid not null',
      owner: 'text not null',
      attached_by: 'text not null',
      at: 'timestamptz not null default now()',
    },
    constraints: ['primary key (file, owner)'],
  }),
];

const fileColumns = sql`id, name, content_type as "contentType", size, digest, created_by as "createdBy", created_at as "createdAt"`;

/** Only the last part of a path, without control characters, at most 120 characters. */
function safeName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  // oxlint-disable-next-line eslint/no-control-regex -- control characters are what is removed
  return last.replace(/[\u0000-\u001f\u007f]/g, '').slice(-120) || '未命名';
}

const freshMilliseconds = 600_000;

export function openFiles(root: string, db: Database): Files {
  function place(digest: string): string {
    return path.join(root, digest.slice(0, 2), digest.slice(2, 4), digest);
  }

  async function receive(
    body: AsyncIterable<unknown>,
    temporary: string,
    limit: number,
    contentType: string,
  ) {
    const hash = createHash('sha256');
    const handle = await open(temporary, 'wx');
    let size = 0;
    let head = Buffer.alloc(0);
    try {
      for await (const piece of body) {
        const bytes = Buffer.isBuffer(piece) ? piece : Buffer.from(piece as Uint8Array);
        size += bytes.length;
        if (size > limit) throw commonErrors.tooLarge();
        if (head.length < 512) head = Buffer.concat([head, bytes.subarray(0, 512)]);
        hash.update(bytes);
        await handle.write(bytes);
      }
      if (size === 0 || !contentMatches(contentType, head)) throw commonErrors.unsupported();
      await handle.sync();
    } finally {
      await handle.close();
    }
    return { size, digest: hash.digest('hex') };
  }

  /** Equal content may be coming in at this moment under the same name: what was written just now stays. */
  async function drop(digest: string): Promise<void> {
    const file = place(digest);
    const { mtimeMs } = await stat(file);
    if (Date.now() - mtimeMs > freshMilliseconds) await unlink(file);
  }

  async function keep(temporary: string, digest: string): Promise<void> {
    const target = place(digest);
    await mkdir(path.dirname(target), { recursive: true });
    await rename(temporary, target);
    const folder = await open(path.dirname(target), 'r');
    await folder.sync().finally(() => folder.close());
  }

  async function find(id: string): Promise<StoredFile | undefined> {
    const found = await sql<StoredFile>`select ${fileColumns} from store_file where id = ${id}`.execute(db);
    return found.rows[0];
  }

  function read(file: StoredFile): Readable {
    return createReadStream(place(file.digest));
  }

  return {
    async write({ name, contentType, by, body, limit }) {
      await mkdir(path.join(root, 'incoming'), { recursive: true });
      const id = newId();
      const temporary = path.join(root, 'incoming', id);
      try {
        const { size, digest } = await receive(body, temporary, limit, contentType);
        await keep(temporary, digest);
        const found =
          await sql<StoredFile>`insert into store_file (id, name, content_type, size, digest, created_by)
          values (${id}, ${safeName(name)}, ${contentType}, ${size}, ${digest}, ${by}) returning ${fileColumns}`.execute(
            db,
          );
        const [file] = found.rows;
        if (file === undefined) throw commonErrors.unavailable();
        return file;
      } catch (problem) {
        body.destroy();
        await unlink(temporary).catch(() => undefined);
        if ((problem as NodeJS.ErrnoException).code === 'ENOSPC') throw commonErrors.storageFull();
        throw problem;
      }
    },
    find,
    read,
    async readPart(file, at, length) {
      const handle = await open(place(file.digest), 'r');
      try {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, file.size - at)));
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, at);
        return bytes.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    },
    async handOut(ids) {
      const [id] = ids ?? [];
      const kept = id === undefined ? undefined : await find(id);
      return kept && { contentType: kept.contentType, body: read(kept), fileName: kept.name };
    },
    attach(work, ids, owner, by) {
      if (ids.length === 0) return Promise.resolve();
      const rows = ids.map((id) => sql`(${id}::uuid, ${owner}, ${by})`);
      work.send(
        sql`insert into store_file_owner (file, owner, attached_by) values ${sql.join(rows)} on conflict do nothing`,
      );
      return Promise.resolve();
    },
    async ownersOf(id) {
      const found = await sql<{
        owner: string;
      }>`select owner from store_file_owner where file = ${id}`.execute(db);
      return found.rows.map((row) => row.owner);
    },
    async release(work, owners, ids) {
      if (owners.length === 0) return;
      const only = ids === undefined ? sql`true` : sql`file = any(${ids}::uuid[])`;
      // The outer part still sees the ties that the inner one removes.
      const gone = await sql<{ digest: string }>`with untied as (
          delete from store_file_owner where owner = any(${owners}::text[]) and ${only} returning file)
        delete from store_file kept using untied where kept.id = untied.file and not exists (
          select 1 from store_file_owner other where other.file = kept.id and other.owner <> all(${owners}::text[]))
        returning digest`.execute(work.db);
      const digests = [...new Set(gone.rows.map((row) => row.digest))];
      if (digests.length === 0) return;
      const shared = await sql<{ digest: string }>`select distinct digest from store_file
        where digest = any(${digests}::text[])`.execute(work.db);
      const still = new Set(shared.rows.map((row) => row.digest));
      work.afterCommit(() => {
        for (const digest of digests) if (!still.has(digest)) void drop(digest).catch(() => undefined);
      });
    },
  };
}

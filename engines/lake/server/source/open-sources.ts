/** One door to all kinds of sources: try, look around, read. Passwords come out of the vault here and go no further. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { isForbiddenAddress } from '../../../gateway/index.ts';
import { sql, type Store, type Work } from '../../../store/index.ts';
import type { TrustService } from '../../../trust/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { Connection } from '../../source.ts';
import { findDropped, readGivenFile } from './file.ts';
import { readPages } from './http.ts';
import { listMysqlTables, mysqlColumns, readMysql } from './mysql.ts';
import { listPostgresTables, ownServerQuery, postgresColumns, readPostgres } from './postgresql.ts';
import type { SourceColumn, SourceTable } from '../../types.ts';
import type { Received, Reading } from './received.ts';
import { spool } from './spool.ts';

export interface Sources {
  setSecret(work: Work, source: string, secret: string): Promise<void>;
  hasSecret(source: string): Promise<boolean>;
  /** Of a source, or of an application that calls: never leaves the server. */
  secretOf(source: string): Promise<string | undefined>;
  tables(source: string, connection: Connection): Promise<readonly SourceTable[]>;
  columns(
    source: string,
    connection: Connection,
    table: { schema: string | undefined; table: string },
  ): Promise<readonly SourceColumn[]>;
  read(source: string, reading: Omit<Reading, 'secret'>): Promise<Received>;
  /** Where a department puts its files. */
  dropFolder(source: string): string;
}

export function openSources(store: Store, trust: TrustService): Sources {
  trust.vault.keep({ table: 'lake_secret', row: 'source', column: 'sealed' });
  const place = (source: string) => ({ table: 'lake_secret', row: source, field: 'sealed' });
  const dropFolder = (source: string) => path.join(store.dataDirectory, 'lake', 'inbox', source);

  async function sealedOf(source: string): Promise<string | undefined> {
    const found = await sql<{
      sealed: string;
    }>`select sealed from lake_secret where source = ${source}`.execute(store.db);
    return found.rows[0]?.sealed;
  }

  async function secretOf(source: string): Promise<string | undefined> {
    const sealed = await sealedOf(source);
    return sealed === undefined ? undefined : trust.vault.open(sealed, place(source));
  }

  async function own(): Promise<string> {
    const found = await sql.raw<{ token: string }>(ownServerQuery).execute(store.db);
    return found.rows[0]?.token ?? '';
  }

  /** The uploaded or dropped file, on this machine's disk. */
  async function fileOf(source: string, reading: Reading): Promise<string> {
    const { object } = reading;
    if (object.kind === 'drop') {
      await mkdir(dropFolder(source), { recursive: true });
      return findDropped(dropFolder(source), object.match);
    }
    if (object.kind !== 'file') throw lakeErrors.noFile();
    const stored = await store.files.find(object.file);
    if (stored === undefined) throw lakeErrors.noFile();
    const at = path.join(reading.folder, 'uploaded');
    await spool(store.files.read(stored), at, reading.signal);
    return at;
  }

  async function reach(connection: Connection): Promise<void> {
    if (connection.kind === 'file') return;
    const host = connection.kind === 'http' ? new URL(connection.url).hostname : connection.host;
    if (await isForbiddenAddress(host)) throw lakeErrors.forbiddenAddress();
  }

  return {
    dropFolder,
    secretOf,
    async setSecret(work, source, secret) {
      const sealed = await trust.vault.seal(secret, place(source));
      await sql`insert into lake_secret (source, sealed, set_at) values (${source}, ${sealed}, ${work.now})
        on conflict (source) do update set sealed = excluded.sealed, set_at = excluded.set_at`.execute(
        work.db,
      );
    },
    hasSecret: async (source) => (await sealedOf(source)) !== undefined,
    async tables(source, connection) {
      await reach(connection);
      if (connection.kind === 'postgresql')
        return listPostgresTables(connection, await secretOf(source), own);
      if (connection.kind === 'mysql') return listMysqlTables(connection, await secretOf(source));
      return [];
    },
    async columns(source, connection, table) {
      await reach(connection);
      if (connection.kind === 'postgresql')
        return postgresColumns(connection, await secretOf(source), own, table);
      if (connection.kind === 'mysql') return mysqlColumns(connection, await secretOf(source), table.table);
      return [];
    },
    async read(source, given) {
      await reach(given.connection);
      const reading: Reading = { ...given, secret: await secretOf(source) };
      if (given.connection.kind === 'postgresql') return readPostgres(reading, own);
      if (given.connection.kind === 'mysql') return readMysql(reading);
      if (given.connection.kind === 'http') return readPages(reading);
      const mostSheetBytes = store.settings.value('lake.sheet-megabytes') * 1_048_576;
      return readGivenFile(reading, { at: await fileOf(source, reading), mostSheetBytes });
    },
  };
}

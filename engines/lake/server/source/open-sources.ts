/** One door to all kinds of sources: try, look around, read. Passwords come out of the vault here and go no further. */
import path from 'node:path';
import { sql, type Store, ThreadPool, type Work } from '../../../store/index.ts';
import type { TrustService } from '../../../trust/index.ts';
import type { Connection, SourceObject } from '../../source.ts';
import { pushMysql } from '../push/push-mysql.ts';
import { pushPostgres } from '../push/push-postgresql.ts';
import type { Pushing } from '../push/pushing.ts';
import { readGivenFile } from './file.ts';
import { readPages } from './http.ts';
import { listMysqlTables, mysqlColumns, readMysql } from './mysql.ts';
import {
  listPostgresTables,
  postgresColumns,
  readPostgres,
  serverQuery,
  type ServerToken,
} from './postgresql.ts';
import type { SourceColumn, SourceTable } from '../../types.ts';
import type { Received, Reading } from './received.ts';
import { sourceAddress } from './refuse-address.ts';
import type { SheetTask } from './sheet-worker.ts';
import { readMessages, tryBroker } from './stream/read-messages.ts';
import { moreDropped, takeFile } from './take-file.ts';

export interface Sources {
  setSecret(work: Work, source: string, secret: string): Promise<void>;
  hasSecret(source: string): Promise<boolean>;
  tables(source: string, connection: Connection): Promise<readonly SourceTable[]>;
  columns(
    source: string,
    connection: Connection,
    table: { schema: string | undefined; table: string },
  ): Promise<readonly SourceColumn[]>;
  /** Throws NothingNew where that is no failure once there are rows. */
  read(source: string, reading: Omit<Reading, 'secret' | 'settings'>): Promise<Received>;
  /** Dropped files that wait to be read. */
  waiting(source: string, object: SourceObject): Promise<number>;
  /** Writes to a department's table; `target` is under what its password lies. Returns the rows that are there. */
  push(target: string, pushing: Omit<Pushing, 'secret'>): Promise<number>;
  /** Where a department puts its files. */
  dropFolder(source: string): string;
  close(): Promise<void>;
}

const sheetsWaiting = 100;
const sheetMilliseconds = 15 * 60_000;
/** Of one thread: a workbook of the greatest size that is admitted fits. */
const sheetMegabytes = 1536;

export function openSources(
  store: Store,
  trust: TrustService,
  report?: (problem: unknown, where: string) => void,
): Sources {
  trust.vault.keep({ table: 'lake_secret', row: 'source', column: 'sealed' });
  const sheets = new ThreadPool<SheetTask, unknown>({
    name: 'lake.sheet',
    module: new URL('./sheet-worker.ts', import.meta.url),
    memory: { maxOldGenerationSizeMb: sheetMegabytes },
    waiting: sheetsWaiting,
    timeout: () => sheetMilliseconds,
    ...(report === undefined ? {} : { report }),
  });
  const place = (source: string) => ({ table: 'lake_secret', row: source, field: 'sealed' });
  const lakeFolder = path.resolve(store.dataDirectory, 'lake');
  const dropFolder = (source: string) => path.join(lakeFolder, 'inbox', source);

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

  async function own(found: ServerToken | undefined): Promise<boolean> {
    const here = (await sql.raw<ServerToken>(serverQuery).execute(store.db)).rows[0];
    if (found === undefined || here === undefined) return true;
    if (found.cluster !== here.cluster) return false;
    return found.database === here.database || store.settings.value('lake.own-server') === 0;
  }

  /** A database by its checked address instead of its name. An interface's name is checked by each socket that connects to it. */
  async function reach(connection: Connection): Promise<Connection> {
    if (connection.kind === 'file') return connection;
    if (connection.kind !== 'http') return { ...connection, host: await sourceAddress(connection.host) };
    await sourceAddress(new URL(connection.url).hostname);
    return connection;
  }

  return {
    dropFolder,
    async setSecret(work, source, secret) {
      const sealed = await trust.vault.seal(secret, place(source));
      await sql`insert into lake_secret (source, sealed, set_at) values (${source}, ${sealed}, ${work.now})
        on conflict (source) do update set sealed = excluded.sealed, set_at = excluded.set_at`.execute(
        work.db,
      );
    },
    hasSecret: async (source) => (await sealedOf(source)) !== undefined,
    async tables(source, given) {
      const connection = await reach(given);
      if (connection.kind === 'postgresql')
        return listPostgresTables(connection, await secretOf(source), own);
      if (connection.kind === 'mysql') return listMysqlTables(connection, await secretOf(source));
      if (connection.kind === 'mqtt' || connection.kind === 'nats' || connection.kind === 'amqp')
        await tryBroker(connection, await secretOf(source));
      return [];
    },
    async columns(source, given, table) {
      const connection = await reach(given);
      if (connection.kind === 'postgresql')
        return postgresColumns(connection, await secretOf(source), own, table);
      if (connection.kind === 'mysql') return mysqlColumns(connection, await secretOf(source), table.table);
      return [];
    },
    async push(target, given) {
      const host = await sourceAddress(given.connection.host);
      const secret = await secretOf(target);
      const pushing: Pushing = { ...given, connection: { ...given.connection, host }, secret };
      return given.connection.kind === 'postgresql' ? pushPostgres(pushing, own) : pushMysql(pushing);
    },
    async read(source, given) {
      const connection = await reach(given.connection);
      const secret = await secretOf(source);
      const reading: Reading = { ...given, connection, secret, settings: store.settings };
      if (given.connection.kind === 'postgresql') return readPostgres(reading, own);
      if (given.connection.kind === 'mysql') return readMysql(reading);
      if (given.connection.kind === 'http') return readPages(reading);
      if (reading.object.kind === 'messages') return readMessages(reading, lakeFolder);
      const { at, ...about } = await takeFile(store, dropFolder(source), reading);
      const received = await readGivenFile(reading, { at, unpackSheet: (task) => sheets.run(task) });
      return { ...received, ...about };
    },
    async waiting(source, object) {
      return object.kind === 'drop' ? moreDropped(store, dropFolder(source), object.match) : 0;
    },
    close: () => sheets.close(),
  };
}

/** A department's PostgreSQL: what it holds, and rows of one moment (one snapshot) by COPY, as text without rounding. */
import path from 'node:path';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { CityError } from '../../../../kernel/errors.ts';
import { lakeErrors } from '../../errors.ts';
import type { Connection } from '../../source.ts';
import type { SourceColumn } from '../../types.ts';
import { readFrom } from './overlap.ts';
import type { Received, Reading } from './received.ts';
import { csvRecord, spool } from './spool.ts';
import { tellProgress } from './tell-progress.ts';

type Server = Extract<Connection, { kind: 'postgresql' | 'mysql' }>;

const connectMilliseconds = 8000;

/** Sentences only: a driver's own may name values. */
export function serverProblem(problem: unknown): Error {
  const code = (problem as { code?: string }).code ?? '';
  if (
    [
      '28P01',
      '28000',
      '3D000',
      'ER_ACCESS_DENIED_ERROR',
      'ER_BAD_DB_ERROR',
      'ER_DBACCESS_DENIED_ERROR',
    ].includes(code)
  )
    return lakeErrors.refusedLogin();
  return lakeErrors.unreachable({ reason: /^[A-Z0-9_]{3,40}$/.test(code) ? code : '没有应答' });
}

/** Reading is all that the connection can do unless it is to `write`. Throws lake.unreachable, refusedLogin, ownDatabase. */
export async function connectPostgres(
  server: Server,
  secret: string | undefined,
  own: OwnServer,
  use: 'read' | 'write' = 'read',
): Promise<pg.Client> {
  const client = new pg.Client({
    host: server.host,
    port: server.port,
    database: server.database,
    user: server.user,
    ...(secret === undefined ? {} : { password: secret }),
    connectionTimeoutMillis: connectMilliseconds,
    application_name: 'city-lake',
    options: `-c default_transaction_read_only=${use === 'read' ? 'on' : 'off'} -c client_encoding=UTF8 -c datestyle=ISO -c timezone=Asia/Shanghai`,
  });
  // An idle connection that breaks must not end the process; the running statement fails by itself.
  client.on('error', () => undefined);
  await client.connect().catch((problem: unknown) => {
    throw serverProblem(problem);
  });
  try {
    const here = await client.query<ServerToken>(serverQuery);
    if (await own(here.rows[0])) throw lakeErrors.ownDatabase();
    return client;
  } catch (problem) {
    await client.end().catch(() => undefined);
    throw problem instanceof CityError ? problem : serverProblem(problem);
  }
}

/** What tells a server from all others by whatever name or address it is called; a replica has the cluster of its primary. */
export interface ServerToken {
  readonly cluster: string;
  readonly database: string;
}
export const serverQuery =
  'select system_identifier::text as cluster, current_database() as database from pg_control_system()';
/** Whether it is the platform's own one. */
export type OwnServer = (found: ServerToken | undefined) => Promise<boolean>;

const columnsQuery = `select column_name as name, udt_name as type,
    col_description(format('%I.%I', table_schema, table_name)::regclass, ordinal_position::int) as comment
  from information_schema.columns where table_schema = $1 and table_name = $2 order by ordinal_position`;

export async function listPostgresTables(server: Server, secret: string | undefined, own: OwnServer) {
  const client = await connectPostgres(server, secret, own);
  try {
    const found = await client.query<{ schema: string; name: string; comment: string | null; rows: string }>(
      `select table_schema as schema, table_name as name,
         obj_description(format('%I.%I', table_schema, table_name)::regclass) as comment,
         coalesce((select greatest(reltuples, 0)::bigint from pg_class where oid = format('%I.%I', table_schema, table_name)::regclass), 0)::text as rows
       from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema') order by 1, 2 limit 2000`,
    );
    return found.rows.map((row) => ({ ...row, rows: Number(row.rows) }));
  } finally {
    await client.end();
  }
}

export async function postgresColumns(
  server: Server,
  secret: string | undefined,
  own: OwnServer,
  table: { schema: string | undefined; table: string },
): Promise<readonly SourceColumn[]> {
  const client = await connectPostgres(server, secret, own);
  try {
    return await columnsOf(client, table);
  } finally {
    await client.end();
  }
}

async function columnsOf(
  client: pg.Client,
  table: { schema: string | undefined; table: string },
): Promise<readonly SourceColumn[]> {
  const found = await client.query<SourceColumn & { comment: string | null }>(columnsQuery, [
    table.schema ?? 'public',
    table.table,
  ]);
  if (found.rows.length === 0) throw lakeErrors.noObject({ name: table.table });
  return found.rows.map(({ name, type, comment }) => ({ name, type, comment: comment ?? undefined }));
}

export async function readPostgres(reading: Reading, own: OwnServer): Promise<Received> {
  const { connection, object, follow, signal } = reading;
  if (connection.kind !== 'postgresql' || object.kind !== 'table') throw lakeErrors.noObject({ name: '' });
  const client = await connectPostgres(connection, reading.secret, own);
  const abort = () => void client.end().catch(() => undefined);
  signal.addEventListener('abort', abort);
  try {
    await client.query('begin isolation level repeatable read read only');
    const columns = await columnsOf(client, { schema: object.schema, table: object.table });
    const known = new Set(columns.map((column) => column.name));
    const names = reading.wanted.filter((name) => known.has(name));
    const table = `${pg.escapeIdentifier(object.schema ?? 'public')}.${pg.escapeIdentifier(object.table)}`;
    const followed = follow === undefined ? undefined : pg.escapeIdentifier(follow);
    // Rows below the mark may have been committed after it was read: they come again and are merged by key.
    const from = readFrom(reading);
    const later = from === undefined ? '' : `where ${followed} >= ${pg.escapeLiteral(from)}`;
    const highest = followed === undefined ? 'null' : `max(${followed})::text`;
    const counted = await client.query<{ sent: string; highest: string | null }>(
      `select count(*)::text as sent, ${highest} as highest from ${table} ${later}`,
    );
    const sent = Number(counted.rows[0]?.sent ?? 0);
    const list = names.map((name) => pg.escapeIdentifier(name)).join(', ');
    const rows = client.query(
      copyTo(`copy (select ${list} from ${table} ${later}) to stdout (format csv, force_quote *)`),
    );
    const file = path.join(reading.folder, 'received.csv');
    const tell = tellProgress(reading);
    let lines = 0;
    const counting = eachPart(rows, (part) => (lines += linesIn(part)));
    const onBytes = (bytes: number) => tell({ bytes, rows: Math.min(lines, sent), of: sent });
    const spooled = await spool(withHeader(names, counting), file, signal, onBytes);
    await client.query('commit');
    return {
      form: 'csv',
      files: [file],
      delimiter: ',',
      columns: columns,
      sent,
      ...spooled,
      water: counted.rows[0]?.highest ?? undefined,
    };
  } catch (problem) {
    if (signal.aborted || (problem as { name?: string }).name === 'CityError') throw problem;
    throw serverProblem(problem);
  } finally {
    signal.removeEventListener('abort', abort);
    await client.end().catch(() => undefined);
  }
}

async function* eachPart(rows: AsyncIterable<Buffer>, hear: (part: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const part of rows) {
    hear(part);
    yield part;
  }
}

/** A line break inside a value counts too: good enough for a bar. */
function linesIn(part: Buffer): number {
  let lines = 0;
  for (let at = part.indexOf(10); at !== -1; at = part.indexOf(10, at + 1)) lines += 1;
  return lines;
}

export async function* withHeader(
  names: readonly string[],
  rows: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<Uint8Array | string> {
  yield csvRecord(names);
  yield* rows;
}

/** A department's MySQL or MariaDB: what it holds, and rows of one moment, streamed as text without rounding. */
import path from 'node:path';
import type { Readable } from 'node:stream';
import { createConnection, type Connection as Client, type TypeCastField } from 'mysql2';
import { escapeId } from 'mysql2';
import type { Connection } from '../../source.ts';
import { lakeErrors } from '../../errors.ts';
import { serverProblem, withHeader } from './postgresql.ts';
import type { SourceColumn } from '../../types.ts';
import { readFrom } from './overlap.ts';
import type { Received, Reading } from './received.ts';
import { csvRecord, spool } from './spool.ts';
import { tellProgress } from './tell-progress.ts';

type Server = Extract<Connection, { kind: 'postgresql' | 'mysql' }>;

const connectMilliseconds = 8000;

function open(server: Server, secret: string | undefined): Client {
  const client = createConnection({
    host: server.host,
    port: server.port,
    database: server.database,
    user: server.user,
    password: secret ?? '',
    connectTimeout: connectMilliseconds,
    charset: 'utf8mb4',
    multipleStatements: false,
    typeCast: (field: TypeCastField) => field.string(),
  });
  client.on('error', () => undefined);
  return client;
}

function ask(
  client: Client,
  sql: string,
  values: readonly string[] = [],
): Promise<readonly (string | null)[][]> {
  return new Promise((resolve, reject) => {
    client.query({ sql, values: [...values], rowsAsArray: true }, (problem, rows) =>
      problem ? reject(serverProblem(problem)) : resolve(rows as unknown as (string | null)[][]),
    );
  });
}

async function columnsOf(client: Client, table: string): Promise<readonly SourceColumn[]> {
  const rows = await ask(
    client,
    `select column_name, column_type, column_comment from information_schema.columns
     where table_schema = database() and table_name = ? order by ordinal_position`,
    [table],
  );
  if (rows.length === 0) throw lakeErrors.noObject({ name: table });
  return rows.map(([name, type, comment]) => ({
    name: name ?? '',
    type: type ?? '',
    comment: comment || undefined,
  }));
}

export async function listMysqlTables(server: Server, secret: string | undefined) {
  const client = open(server, secret);
  try {
    const rows = await ask(
      client,
      `select table_schema, table_name, table_comment, coalesce(table_rows, 0) from information_schema.tables
       where table_schema = database() order by table_name limit 2000`,
    );
    return rows.map(([schema, name, comment, count]) => ({
      schema: schema ?? '',
      name: name ?? '',
      comment: comment || null,
      rows: Number(count ?? 0),
    }));
  } finally {
    client.destroy();
  }
}

export async function mysqlColumns(
  server: Server,
  secret: string | undefined,
  table: string,
): Promise<readonly SourceColumn[]> {
  const client = open(server, secret);
  try {
    return await columnsOf(client, table);
  } finally {
    client.destroy();
  }
}

async function* records(rows: Readable, hear: () => void): AsyncGenerator<string> {
  for await (const row of rows) {
    hear();
    yield csvRecord(row as (string | null)[]);
  }
}

export async function readMysql(reading: Reading): Promise<Received> {
  const { connection, object, follow, signal } = reading;
  if (connection.kind !== 'mysql' || object.kind !== 'table') throw lakeErrors.noObject({ name: '' });
  const client = open(connection, reading.secret);
  const abort = () => client.destroy();
  signal.addEventListener('abort', abort);
  try {
    await ask(client, "set session time_zone = '+08:00'");
    await ask(client, 'set session transaction isolation level repeatable read');
    await ask(client, 'start transaction with consistent snapshot, read only');
    const columns = await columnsOf(client, object.table);
    const known = new Set(columns.map((column) => column.name));
    const names = reading.wanted.filter((name) => known.has(name));
    const followed = follow === undefined ? undefined : escapeId(follow, true);
    // Rows below the mark may have been committed after it was read: they come again and are merged by key.
    const from = readFrom(reading);
    const where = from === undefined ? '' : `where ${followed} >= ?`;
    const table = escapeId(object.table, true);
    const given = from === undefined ? [] : [from];
    const counted = await ask(
      client,
      `select count(*), ${followed === undefined ? 'null' : `max(${followed})`} from ${table} ${where}`,
      given,
    );
    const list = names.map((name) => escapeId(name, true)).join(', ');
    const stream = client
      .query({ sql: `select ${list} from ${table} ${where}`, values: given, rowsAsArray: true })
      .stream({ highWaterMark: 500 });
    const file = path.join(reading.folder, 'received.csv');
    const tell = tellProgress(reading);
    const sent = Number(counted[0]?.[0] ?? 0);
    let came = 0;
    const rows = records(stream, () => (came += 1));
    const onBytes = (bytes: number) => tell({ bytes, rows: came, of: sent });
    const spooled = await spool(withHeader(names, rows), file, signal, onBytes);
    return {
      form: 'csv',
      files: [file],
      delimiter: ',',
      columns,
      sent,
      ...spooled,
      water: counted[0]?.[1] ?? undefined,
    };
  } catch (problem) {
    if (signal.aborted || (problem as { name?: string }).name === 'CityError') throw problem;
    throw serverProblem(problem);
  } finally {
    signal.removeEventListener('abort', abort);
    client.destroy();
  }
}

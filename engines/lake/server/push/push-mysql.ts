/** Into a department's MySQL or MariaDB: beside the table in use, which then changes places with it in one step. */
import { createConnection, type Connection, escape, escapeId } from 'mysql2/promise';
import { lakeErrors } from '../../errors.ts';
import { serverProblem } from '../source/postgresql.ts';
import { pushProblem } from './push-problem.ts';
import type { PushColumn, Pushing } from './pushing.ts';

const connectMilliseconds = 8000;
const lockSeconds = 30;

const types: Readonly<Record<PushColumn['type'], string>> = {
  text: 'text',
  integer: 'bigint',
  decimal: 'decimal(38,10)',
  date: 'date',
  moment: 'datetime(6)',
  boolean: 'tinyint(1)',
};

const shanghaiHours = 8;

/** A moment of the lake is UTC without saying so; MySQL's datetime has no zone either, and its readers expect the city's own time. */
function momentCell(value: string): string {
  const utc = new Date(`${value.replace(' ', 'T')}Z`).getTime();
  return new Date(utc + shanghaiHours * 3_600_000).toISOString().slice(0, 23).replace('T', ' ');
}

function cell({ type }: PushColumn, value: string | number | boolean | null) {
  return type === 'moment' && value !== null ? momentCell(String(value)) : value;
}

/** The comment of a table, undefined where there is none of this name. */
async function markOfTable(client: Connection, name: string): Promise<string | undefined> {
  const [rows] = await client.query(
    'select table_comment as mark from information_schema.tables where table_schema = database() and table_name = ?',
    [name],
  );
  return (rows as { mark: string }[])[0]?.mark;
}

async function dropOurs(client: Connection, name: string, mark: string): Promise<void> {
  const there = await markOfTable(client, name);
  if (there === undefined) return;
  if (there !== mark) throw lakeErrors.pushTableTaken({ name });
  await client.query(`drop table ${escapeId(name, true)}`);
}

async function fill(client: Connection, pushing: Pushing, name: string): Promise<number> {
  const { columns, mark, pages, signal } = pushing;
  const list = columns
    .map((each) => `${escapeId(each.name, true)} ${types[each.type]} comment ${escape(each.title)}`)
    .join(', ');
  await client.query(
    `create table ${escapeId(name, true)} (${list}) engine InnoDB character set utf8mb4 comment ${escape(mark)}`,
  );
  const names = columns.map((each) => escapeId(each.name, true)).join(', ');
  await client.beginTransaction();
  for await (const rows of pages) {
    signal.throwIfAborted();
    const values = rows.map((row) => columns.map((column) => cell(column, row[column.name] ?? null)));
    await client.query(`insert into ${escapeId(name, true)} (${names}) values ?`, [values]);
  }
  await client.commit();
  const [counted] = await client.query(`select count(*) as total from ${escapeId(name, true)}`);
  return Number((counted as { total: number }[])[0]?.total ?? 0);
}

export async function pushMysql(pushing: Pushing): Promise<number> {
  const { connection, table, mark, signal } = pushing;
  const client = await createConnection({
    host: connection.host,
    port: connection.port,
    database: connection.database,
    user: connection.user,
    password: pushing.secret ?? '',
    connectTimeout: connectMilliseconds,
    charset: 'utf8mb4',
    multipleStatements: false,
  }).catch((problem: unknown) => {
    throw serverProblem(problem);
  });
  client.on('error', () => undefined);
  const abort = () => client.destroy();
  signal.addEventListener('abort', abort);
  const [next, former] = [`${table.table}__city_next`, `${table.table}__city_former`];
  try {
    const [locked] = await client.query('select get_lock(?, ?) as got', [mark, lockSeconds]);
    if ((locked as { got: number }[])[0]?.got !== 1) throw lakeErrors.busy();
    // Otherwise a number that does not fit would be cut to one that does.
    await client.query("set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'");
    const there = await markOfTable(client, table.table);
    if (there !== undefined && there !== mark) throw lakeErrors.pushTableTaken({ name: table.table });
    await dropOurs(client, next, mark);
    await dropOurs(client, former, mark);
    const rows = await fill(client, pushing, next);
    await pushing.beforeShown(rows);
    const [here, from, to] = [table.table, next, former].map((name) => escapeId(name, true));
    await client.query(
      there === undefined
        ? `rename table ${from} to ${here}`
        : `rename table ${here} to ${to}, ${from} to ${here}`,
    );
    await dropOurs(client, former, mark);
    return rows;
  } catch (problem) {
    throw pushProblem(problem, signal);
  } finally {
    signal.removeEventListener('abort', abort);
    client.destroy();
  }
}

/** A department's own database server, as tests stand for it: a PostgreSQL beside the city's, or the MariaDB of the machine. */
import { createConnection } from 'mysql2/promise';
import pg from 'pg';
import { newId } from '../../../../kernel/ids.ts';
import { createTestDatabase } from '../../../../test/support/store.ts';
import type { PushConnection } from '../../push.ts';

export interface Bureau {
  readonly connection: PushConnection;
  readonly secret: string;
  /** As the department itself, which may do everything. */
  run(sql: string): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

export function postgresConnection(url: string): PushConnection {
  const at = new URL(url);
  return {
    kind: 'postgresql',
    host: at.hostname,
    port: Number(at.port),
    database: at.pathname.slice(1),
    user: decodeURIComponent(at.username),
  };
}

export async function openPostgresBureau(): Promise<Bureau> {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return {
    connection: postgresConnection(database.url),
    secret: decodeURIComponent(new URL(database.url).password) || 'unused',
    run: async (sql) => (await client.query<Record<string, unknown>>(sql)).rows,
    async close() {
      await client.end();
      await database.drop();
    },
  };
}

const maria = { host: '127.0.0.1', port: 3306, user: 'root', password: '' };

export const mariaAnswers = await createConnection(maria).then(
  async (client) => {
    await client.end();
    return true;
  },
  () => false,
);

/** `rights` are what the account that the city is given may do there, e.g. 'select'. */
export async function openMariaBureau(rights: string): Promise<Bureau> {
  const name = `lake_${newId().replaceAll('-', '')}`;
  const account = `'${name.slice(0, 30)}'@'127.0.0.1'`;
  const client = await createConnection(maria);
  await client.query(`create database ${name} character set utf8mb4`);
  await client.query(`use ${name}`);
  await client.query("set session time_zone = '+08:00'");
  await client.query(`create user if not exists ${account} identified by 'unused'`);
  await client.query(`grant ${rights} on ${name}.* to ${account}`);
  return {
    connection: {
      kind: 'mysql',
      host: maria.host,
      port: maria.port,
      database: name,
      user: name.slice(0, 30),
    },
    secret: 'unused',
    run: async (sql) => {
      const [rows] = await client.query(sql);
      return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
    },
    async close() {
      await client.query(`drop database if exists ${name}`);
      await client.query(`drop user if exists ${account}`);
      await client.end();
    },
  };
}

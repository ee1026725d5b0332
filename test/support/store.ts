/** A store on a fresh database, for the tests of one file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type OpenStore, openStore, type Table } from '../../engines/store/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { SettingSpec } from '../../kernel/contract.ts';
import { newId } from '../../kernel/ids.ts';

export function testServer(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (url === undefined) throw new Error('TEST_DATABASE_URL is not set: run through vitest');
  return url;
}

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: testServer() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** An empty database, or a copy of `model`, to which nobody may be connected. */
export async function createTestDatabase(model = 'template0'): Promise<TestDatabase> {
  const name = `test_${newId().replaceAll('-', '')}`;
  await onServer(`create database ${name} template ${model} encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`);
  const url = new URL(testServer());
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => onServer(`drop database if exists ${name} with (force)`),
  };
}

export interface TestStore extends OpenStore {
  readonly url: string;
}

/** `close()` also drops the database and its files. Call `begin()` when the test needs consumers or jobs. */
export async function openTestStore(options: {
  tables: readonly Table[];
  settings?: Readonly<Record<string, SettingSpec>>;
  clock?: Clock;
  poolSize?: number;
}): Promise<TestStore> {
  const database = await createTestDatabase();
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'city-test-'));
  const store = await openStore({
    poolSize: 8,
    ...options,
    url: database.url,
    dataDirectory,
    report: (problem, where) => console.error(where, problem),
  });
  return {
    ...store,
    url: database.url,
    async close() {
      await store.close();
      await database.drop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

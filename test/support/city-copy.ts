/** A city made once for the whole test run — migrated, loaded, seeded — and a copy of its database and files for each test file that wants such a one. */
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { City } from '../../apps/server/create-city.ts';
import { createTestDatabase, type TestDatabase, testServer } from './store.ts';

/** Where a city lives, and the administrators that were made with it: their passwords are told once. */
export interface CityCopy extends Pick<City, 'firstAccounts'> {
  readonly databaseUrl: string;
  readonly dataDirectory: string;
  drop(): Promise<void>;
}

export type CityPlace = Pick<CityCopy, 'databaseUrl' | 'dataDirectory'>;
type Make = (place: CityPlace) => Promise<City>;

/** One run's models have names of their own: the tests of another tree on the same server have other tables. */
function runId(): string {
  const id = process.env['TEST_RUN'];
  if (id === undefined) throw new Error('TEST_RUN is not set: run through vitest');
  return id;
}

const modelPrefix = () => `model_${runId()}_`;
const modelsFolder = () => path.join(tmpdir(), `city-models-${runId()}`);

async function withServer<T>(act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: testServer() });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}

/** A model, by a name for all that its making depends on. */
export interface CityModel {
  readonly kind: string;
  readonly make: Make;
  /** Copies begin at once: what only the first beginning does, and what the demo data set off, is done in the model. */
  readonly begun?: boolean;
  /** One that this one begins as, so that what they have in common is made once. */
  readonly after?: CityModel;
}

/** The city is closed before it is copied; it gets its name last, so that a half-made one is never found. */
async function makeModel(client: pg.Client, name: string, { make, begun, after }: CityModel): Promise<void> {
  const place = after === undefined ? await freshPlace() : await copyCity(after);
  const city = await make(place);
  if (begun) {
    await city.begin();
    await city.store.drain();
  }
  await city.close();
  await mkdir(modelsFolder(), { recursive: true });
  await rename(place.dataDirectory, path.join(modelsFolder(), name));
  const accounts = [...place.firstAccounts, ...city.firstAccounts];
  await writeFile(path.join(modelsFolder(), `${name}.json`), JSON.stringify(accounts));
  await client.query(`alter database ${new URL(place.databaseUrl).pathname.slice(1)} rename to ${name}`);
}

async function findOrMakeModel(name: string, model: CityModel): Promise<void> {
  await withServer(async (client) => {
    // The workers of one run ask at once: the first makes it, the others wait here.
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    const found = await client.query('select from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await makeModel(client, name, model);
  });
}

export async function copyCity(model: CityModel): Promise<CityCopy> {
  const name = `${modelPrefix()}${createHash('sha256').update(model.kind).digest('hex').slice(0, 12)}`;
  await findOrMakeModel(name, model);
  const database = await createTestDatabase(name);
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'city-test-'));
  await cp(path.join(modelsFolder(), name), dataDirectory, { recursive: true });
  const accounts = await readFile(path.join(modelsFolder(), `${name}.json`), 'utf8');
  return placeOf(database, dataDirectory, JSON.parse(accounts) as City['firstAccounts']);
}

/** A place where no city has been yet. */
export async function freshPlace(): Promise<CityCopy> {
  return placeOf(await createTestDatabase(), await mkdtemp(path.join(tmpdir(), 'city-test-')), []);
}

function placeOf(
  database: TestDatabase,
  dataDirectory: string,
  firstAccounts: City['firstAccounts'],
): CityCopy {
  return {
    databaseUrl: database.url,
    dataDirectory,
    firstAccounts,
    async drop() {
      await database.drop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** At the end of the run. */
export async function dropModels(): Promise<void> {
  await withServer(async (client) => {
    const models = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [modelPrefix()],
    );
    for (const { datname } of models.rows) await client.query(`drop database ${datname} with (force)`);
  });
  await rm(modelsFolder(), { recursive: true, force: true });
}

/** A city with licences and codes on an embedded PostgreSQL, for the figures that need more than the engine. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type City, createCity } from '../../apps/server/create-city.ts';
import { startEmbeddedPostgres } from '../../engines/store/index.ts';
import cityCode from '../../systems/government/city-code/system.ts';
import licence from '../../systems/government/licence/system.ts';

export interface BenchCity {
  readonly city: City;
  close(): Promise<void>;
}

export async function openBenchCity(): Promise<BenchCity> {
  const folder = await mkdtemp(path.join(tmpdir(), 'city-bench-'));
  const server = await startEmbeddedPostgres({ directory: path.join(folder, 'postgres') });
  const city = await createCity({
    databaseUrl: server.url,
    dataDirectory: folder,
    demo: false,
    poolSize: 16,
    rate: 0,
    systems: [licence, cityCode],
  });
  await city.begin();
  return {
    city,
    async close() {
      await city.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

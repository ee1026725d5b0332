/** A whole city on an embedded PostgreSQL of its own, for the figures that need more than one engine. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type City, type CityOptions, createCity } from '../../apps/server/create-city.ts';
import { startEmbeddedPostgres } from '../../engines/store/index.ts';

export interface BenchCity {
  readonly city: City;
  readonly server: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
  close(): Promise<void>;
}

/** Without demo data and limits of rate unless told otherwise; consumers and jobs run. */
export async function openBenchCity(
  options: Partial<Pick<CityOptions, 'demo' | 'pages' | 'poolSize' | 'systems'>>,
): Promise<BenchCity> {
  const folder = await mkdtemp(path.join(tmpdir(), 'city-bench-'));
  const server = await startEmbeddedPostgres({ directory: path.join(folder, 'postgres') });
  const city = await createCity({
    databaseUrl: server.url,
    dataDirectory: folder,
    demo: false,
    rate: 0,
    ...options,
  });
  await city.begin();
  return {
    city,
    server,
    async close() {
      await city.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

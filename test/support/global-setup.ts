/** Gives the tests a PostgreSQL: the one of DATABASE_URL, or the embedded one under data/test, started once for the whole run. */
import path from 'node:path';
import { startEmbeddedPostgres } from '../../engines/store/index.ts';
import { dropModels } from './city-copy.ts';

export default async function setup(): Promise<() => Promise<void>> {
  process.env['TEST_RUN'] = `${process.pid}_${Date.now().toString(36)}`;
  const given = process.env['DATABASE_URL'];
  if (given !== undefined && given !== '') {
    process.env['TEST_DATABASE_URL'] = given;
    return dropModels;
  }
  // A folder of its own for each run, so that two runs at once do not share a server that one of them stops.
  const directory = path.resolve(import.meta.dirname, '../../data/test', String(process.pid));
  const server = await startEmbeddedPostgres({
    directory,
    settings: {
      // Nothing of a test need outlive the machine, so that the log of writes is kept as short as it can be.
      fsync: 'off',
      full_page_writes: 'off',
      wal_compression: 'off',
      wal_level: 'minimal',
      max_wal_senders: '0',
      shared_buffers: '128MB',
      max_connections: '200',
    },
  });
  process.env['TEST_DATABASE_URL'] = server.url;
  return async () => {
    await dropModels();
    await server.stop();
    const { rm } = await import('node:fs/promises');
    await rm(directory, { recursive: true, force: true });
  };
}

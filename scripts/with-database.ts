/** Gives a script the city's database: DATABASE_URL, or the embedded one, which is stopped again unless it already ran. */
import path from 'node:path';
import { readSettings } from '../apps/server/settings.ts';
import { startEmbeddedPostgres } from '../engines/store/index.ts';
import { CityError } from '../kernel/errors.ts';

export interface CityDatabase {
  readonly url: string;
  readonly dataDirectory: string;
  readonly backupKeyFile: string;
}

async function use<T>(run: (database: CityDatabase) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDirectory, backupKeyFile } = readSettings(process.env);
  if (databaseUrl !== undefined) return run({ url: databaseUrl, dataDirectory, backupKeyFile });
  const embedded = await startEmbeddedPostgres({ directory: path.join(dataDirectory, 'postgres') });
  try {
    return await run({ url: embedded.url, dataDirectory, backupKeyFile });
  } finally {
    if (!embedded.adopted) await embedded.stop();
  }
}

/** Runs the script and ends the process: 0 when it went well, else 1 with one sentence. */
export async function endWith(run: () => Promise<void>): Promise<never> {
  try {
    await run();
    process.exit(0);
  } catch (problem) {
    const sentence = problem instanceof Error ? problem.message : String(problem);
    console.error(problem instanceof CityError ? `${sentence}(${problem.code})` : `失败:${sentence}`);
    if (process.env['CITY_DEBUG'] === 'on') console.error(problem);
    process.exit(1);
  }
}

export function withDatabase(run: (database: CityDatabase) => Promise<void>): Promise<never> {
  return endWith(() => use(run));
}

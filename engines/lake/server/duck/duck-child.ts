/** The child process in which DuckDB lives: its memory and its crashes are its own, and it reaches no file outside the lake. */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { DuckReply, DuckRequest, DuckRow, DuckSettings } from './messages.ts';

let instance: DuckDBInstance | undefined;
const sessions = new Map<number, DuckDBConnection>();

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

async function start({ folder, memoryMegabytes, threads }: DuckSettings): Promise<void> {
  instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memoryMegabytes}MB`,
    threads: String(threads),
  });
  const connection = await instance.connect();
  for (const statement of [
    `set temp_directory = ${quote(`${folder}/spill`)}`,
    `set allowed_directories = [${quote(folder)}]`,
    "set TimeZone = 'UTC'",
    'set preserve_insertion_order = true',
    'set autoinstall_known_extensions = false',
    'set enable_external_access = false',
    'set lock_configuration = true',
  ])
    await connection.run(statement);
  connection.closeSync();
}

async function sessionOf(id: number): Promise<DuckDBConnection> {
  const known = sessions.get(id);
  if (known !== undefined) return known;
  if (instance === undefined) throw new Error('not started');
  const made = await instance.connect();
  sessions.set(id, made);
  return made;
}

async function answer(request: DuckRequest): Promise<readonly DuckRow[]> {
  if (request.act === 'start') {
    await start(request.settings);
    return [];
  }
  if (request.act === 'interrupt') {
    sessions.get(request.session)?.interrupt();
    return [];
  }
  if (request.act === 'close') {
    sessions.get(request.session)?.closeSync();
    sessions.delete(request.session);
    return [];
  }
  const reader = await (await sessionOf(request.session)).runAndReadAll(request.sql);
  return reader.getRowObjectsJson() as readonly DuckRow[];
}

process.on('message', (request: DuckRequest) => {
  answer(request).then(
    (rows) => process.send?.({ id: request.id, rows } satisfies DuckReply),
    (problem: unknown) =>
      process.send?.({
        id: request.id,
        problem: problem instanceof Error ? problem.message : String(problem),
      } satisfies DuckReply),
  );
});
// A child whose server is gone has nobody to work for.
process.on('disconnect', () => process.exit(0));

/** After an import: search entries of its rows, in small steps so that the server stays quick. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import type { JobContext } from '../../../store/service.ts';
import type { RegisterEngine } from '../create-registers.ts';
import type { PlainRow } from '../row/row-context.ts';
import { searchEntry } from '../row/search-entry.ts';
import { findBatch } from './import-batch.ts';

const chunk = 200;

/** Job 'registers.index'. May run again from the start: entries are replaced. */
export async function indexBatch(engine: RegisterEngine, id: string, job: JobContext): Promise<unknown> {
  const { store, search } = engine.deps;
  const batch = await findBatch(store.db, id);
  if (batch === undefined || search === undefined) return null;
  const { shape, lookups } = engine.desk(batch.register).context;
  if (shape.searchable.length === 0) return null;
  let after = '00000000-0000-0000-0000-000000000000';
  let done = 0;
  for (;;) {
    const found =
      await sql<PlainRow>`select ${shape.select} from ${shape.table} where batch = ${id} and state = 'active' and id > ${after}::uuid
      order by id limit ${chunk}`.execute(store.db);
    const last = found.rows.at(-1);
    if (last === undefined) return { indexed: done };
    await store.transaction((work) =>
      search.index(
        work,
        found.rows.map((row) => searchEntry(shape, row, lookups)),
      ),
    );
    done += found.rows.length;
    after = String(last['id']);
    if (done % (chunk * 10) === 0)
      await job.progress(Math.min(1, done / batch.imported), `已编入检索 ${done} 行`);
    await nextTurn();
  }
}

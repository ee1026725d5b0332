/** Sends what was approved: page after page, each with the place it came to in one commit, so that a killed process goes on where it stood. */
import { sql, type Store } from '../../../store/index.ts';
import type { TemplateInForce } from '../../service.ts';
import { tellThese, type TellDeps } from '../tell-people.ts';
import { asBatch } from './keep-batches.ts';
import type { BatchTables } from './batch-tables.ts';
import { findPeople } from './find-people.ts';

const pageSize = 500;

/** One page of the oldest batch that no other process holds. False when there is none. */
async function sendPage(store: Store, deps: TellDeps): Promise<boolean> {
  return store.transaction(async (work) => {
    const found = await sql<BatchTables['messages_batch']>`
      select * from messages_batch where state = 'sending' order by decided_at limit 1 for update skip locked`.execute(
      work.db,
    );
    const row = found.rows[0];
    if (row === undefined) return false;
    const batch = asBatch(row);
    const page = await findPeople(deps.access, batch.audience, row.place ?? undefined, pageSize, {
      db: work.db,
      work,
    });
    const declared = await deps.templates.get(batch.template, work.db);
    const approved = {
      ...declared,
      version: batch.version,
      texts: JSON.parse(row.texts) as TemplateInForce['texts'],
    };
    const reached = await tellThese(
      deps,
      work,
      approved,
      page.people.map(({ id }) => id),
      { values: batch.values, batch: batch.id, once: `batch:${batch.id}` },
    );
    const done = page.next === undefined;
    await work.db
      .withTables<BatchTables>()
      .updateTable('messages_batch')
      .set({
        reached: row.reached + reached.told.length,
        refused: row.refused + reached.refused,
        overridden: row.overridden + reached.overridden,
        place: page.next ?? row.place,
        ...(done ? { state: 'done' as const, finished_at: work.now.toISOString() } : {}),
      })
      .where('id', '=', row.id)
      .execute();
    return true;
  });
}

export async function runBatches(store: Store, deps: TellDeps, stopped: () => boolean): Promise<void> {
  while (!stopped() && (await sendPage(store, deps))) {
    // Each page is a transaction of its own; cancelling takes hold between two.
  }
}

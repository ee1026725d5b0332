/** Brings the other end up to what we offer after a long cut, a restored backup or by hand: compares, and queues only what differs. */
import { CityError } from '../../../../kernel/errors.ts';
import { sql } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { LinkObject } from '../../link.ts';
import { compareObjects } from './compare-objects.ts';
import { type LinkDeps, type LinkRow, objectColumns } from './link-rows.ts';
import { queueMessage } from './offer-objects.ts';
import { restartTables } from './send-rows.ts';

/** Throws lake.linkResyncStopped, inside of this file only. */
async function goOn(deps: LinkDeps, link: string, done: number, total: number): Promise<void> {
  const kept =
    await sql`update lake_link set resync = 'running', resync_done = ${done}, resync_total = ${total}
    where id = ${link} and resync in ('wanted', 'running') returning id`.execute(deps.store.db);
  if (kept.rows.length === 0) throw lakeErrors.linkResyncStopped();
}

/** Somebody may have cancelled it meanwhile, or asked for another: only what began here ends here. */
export async function resyncLink(deps: LinkDeps, link: LinkRow): Promise<void> {
  const { store } = deps;
  try {
    await goOn(deps, link.id, 0, 0);
    const { different, tables } = await compareObjects(deps, link, (done, total) =>
      goOn(deps, link.id, done, total),
    );
    await store.transaction(async (work) => {
      for (const { kind, id, sameness } of different) {
        const place = { kind, object: id };
        // As it is in this very moment, not as it was compared: it may have been withdrawn since.
        const found = await sql<LinkObject>`select ${objectColumns} from lake_link_object
          where link = ${link.id} and side = 'ours' and kind = ${kind} and id = ${id}`.execute(work.db);
        const [object] = found.rows;
        if (object !== undefined)
          await queueMessage(work, link.id, place, { act: 'put', object, resync: true });
        else if (sameness !== 'only-here')
          await queueMessage(work, link.id, place, { act: 'drop', kind, id });
      }
      await restartTables(work, link.id, tables);
      await sql`update lake_link set resync = 'none', resync_found = ${different.length}, resync_ended_at = ${work.now}
        where id = ${link.id} and resync = 'running'`.execute(work.db);
    });
  } catch (problem) {
    if (!(problem instanceof CityError) || problem.code !== 'lake.linkResyncStopped') throw problem;
  }
}

/** Lines of the audit about one thing, straight from its table. */
import { sql } from '../../engines/store/index.ts';
import type { TestCity } from './city.ts';

export async function listLines(
  store: TestCity['store'],
  asked: { readonly objectId: string; readonly event: string },
): Promise<readonly { readonly subject: string }[]> {
  const found = await sql<{ subject: string }>`select subject from access_audit
    where object_id = ${asked.objectId} and event = ${asked.event}`.execute(store.db);
  return found.rows;
}

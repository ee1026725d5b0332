/** One subject, who must exist. */
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Database } from '../../../store/index.ts';
import type { AccessTables } from '../tables.ts';

/** Locks the row for the rest of the transaction. */
export async function getSubject(tx: Database, id: string): Promise<{ readonly account: string }> {
  const row = await tx
    .withTables<AccessTables>()
    .selectFrom('access_subject')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw commonErrors.missing();
  return row;
}

/** What did not arrive uses nothing of its contract's quota up; that it was tried stands in its receipt. */
import { sql, type Store } from '../../../store/index.ts';

export async function giveBack(
  store: Store,
  of: { readonly contract: string; readonly day: string; readonly rows: number },
): Promise<void> {
  await store.transaction((work) =>
    sql`update lake_usage set calls = greatest(calls - 1, 0), rows = greatest(rows - ${of.rows}, 0)
      where contract = ${of.contract} and day = ${of.day}`.execute(work.db),
  );
}

/** 抄送 and 传阅 as the reader has them: what was sent to him, and his receipt. */
import type { Principal } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Reading } from '../../../contract.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import type { FlowTables } from '../../tables.ts';

export async function listReadings(
  { store, kinds }: FlowEngine,
  principal: Principal,
  query: { readonly unread: boolean; readonly page: number; readonly size: number },
): Promise<{ rows: Reading[]; more: boolean }> {
  let select = store.db
    .withTables<FlowTables>()
    .selectFrom('flow_reader')
    .selectAll()
    .where('person', '=', principal.id)
    .orderBy('sent_at', 'desc')
    .offset((query.page - 1) * query.size)
    .limit(query.size + 1);
  if (query.unread) select = select.where('read_at', 'is', null);
  const rows = await select.execute();
  return {
    more: rows.length > query.size,
    rows: rows.slice(0, query.size).map((row) => ({
      type: row.type,
      typeTitle: kinds.find(row.type)?.declaration.title ?? row.type,
      caseId: row.case_id,
      number: row.number,
      title: row.title,
      kind: row.kind,
      sentName: row.sent_name,
      sentAt: row.sent_at,
      readAt: row.read_at,
    })),
  };
}

/** The first reading counts. */
export async function confirmReading(
  { store }: FlowEngine,
  principal: Principal,
  caseId: string,
): Promise<void> {
  const now = store.clock.now().toISOString();
  const read = await store.db
    .withTables<FlowTables>()
    .updateTable('flow_reader')
    .set((each) => ({ read_at: each.fn.coalesce('read_at', each.val(now)) }))
    .where('case_id', '=', caseId)
    .where('person', '=', principal.id)
    .returning('person')
    .executeTakeFirst();
  if (read === undefined) throw commonErrors.missing();
}

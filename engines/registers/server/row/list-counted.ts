/** The rows behind one counted number, page by page, masked like any list. */
import type { Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { AggregateQuery, CountedQuery } from '../../service.ts';
import { maskRows } from '../field/mask-value.ts';
import { countedConditions } from './aggregate-rows.ts';
import { listRows, type PageOfRows } from './list-rows.ts';
import { requireAct, type RowContext } from './row-context.ts';

export async function listCounted(
  context: RowContext,
  principal: Principal,
  query: AggregateQuery,
  wanted: CountedQuery,
): Promise<PageOfRows> {
  const { shape, store, search, counts, seals } = context;
  const decision = requireAct(context, principal, 'read');
  const hidden = context.hidden(decision);
  const { [wanted.measure]: measure } = query.measures;
  if (measure === undefined) throw commonErrors.invalid({}, [{ path: 'measure', message: '没有这个统计项' }]);
  const decisions = query.also === undefined ? [decision] : [decision, query.also];
  const conditions = countedConditions(shape, query, measure, decisions, hidden.names, await seals());
  const { sort, page, size } = wanted;
  const paging = {
    ...(sort === undefined ? {} : { sort }),
    ...(page === undefined ? {} : { page }),
    ...(size === undefined ? {} : { size }),
  };
  const found = await listRows(
    { db: store.db, search, counts, seals },
    shape,
    // The conditions already say which states count.
    { ...paging, state: 'all' },
    decision,
    hidden.names,
    conditions,
  );
  maskRows(found.rows, hidden.fields);
  return found;
}

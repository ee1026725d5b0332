/** Receipts of calls that nobody made, for demonstrations: they say so themselves, and are counted, sealed and watched like all others. */
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { newId } from '../../../../kernel/ids.ts';
import { sql, type Store } from '../../../store/index.ts';
import type { ReceiptMonths } from '../serve/receipt-months.ts';
import { sm3 } from '../../../trust/index.ts';
import type { DemoCall } from '../../watch.ts';

const markLength = 16;

function markOf(text: string): string {
  return Buffer.from(sm3(Buffer.from(text, 'utf8')))
    .toString('hex')
    .slice(0, markLength);
}

export async function addDemoCalls(
  store: Store,
  months: ReceiptMonths,
  calls: readonly DemoCall[],
): Promise<void> {
  await months.ensure(calls.map(({ at }) => new Date(at).toISOString()));
  const lines = calls.map(({ app, contract, at, rows, key }) => {
    const id = newId();
    return {
      id,
      app,
      contract,
      at,
      rows,
      nonce: id,
      outcome: rows === 0 ? 'empty' : 'served',
      statement: JSON.stringify({
        id,
        at,
        contract,
        app,
        rows,
        note: '演示数据，没有真实调用',
      }),
      mark: markOf(`${app} ${key}`),
      block: markOf(`${app} ${key.slice(0, -2)}`),
      day: shanghaiDate(new Date(at)),
    };
  });
  const given = JSON.stringify(lines);
  await store.transaction(async (work) => {
    await sql`insert into lake_receipt (id, at, app, contract, nonce, outcome, rows, statement, mark, block)
      select id, at, app, contract, nonce, outcome, rows, statement, mark, block from jsonb_to_recordset(${given}::jsonb) as line
        (id uuid, at timestamptz, app uuid, contract uuid, nonce text, outcome text, rows int, statement text, mark text, block text)
      order by at`.execute(work.db);
    await sql`insert into lake_usage (contract, day, calls, rows)
      select contract, day, count(*), sum(rows) from jsonb_to_recordset(${given}::jsonb) as line (contract uuid, day date, rows int)
      group by contract, day
      on conflict (contract, day) do update set calls = lake_usage.calls + excluded.calls, rows = lake_usage.rows + excluded.rows`.execute(
      work.db,
    );
  });
}

/** The yardstick: the same rows of a completed work item written by plain transactions on a bare pool, with nothing checked, decided or told. */
import pg from 'pg';
import { newId } from '../../kernel/ids.ts';

/** About as long as the state of a case of two branches. */
const state = JSON.stringify({
  serial: 20,
  items: Object.fromEntries(
    Array.from({ length: 4 }, (_, at) => [
      `i${at}`,
      { id: `i${at}`, node: 'countersign', dueAt: new Date(0), person: newId(), state: 'open' },
    ]),
  ),
  tokens: { t1: { id: 't1', node: 'countersign', trail: {} } },
});

async function completeOne(client: pg.PoolClient, id: string, serial: number): Promise<void> {
  const now = new Date();
  const run = (name: string, text: string, values: unknown[]) => client.query({ name, text, values });
  await client.query('begin');
  await run('lock', 'select * from bench_paper where id = $1 for update', [id]);
  await run('read', 'select state from flow_tokens where case_id = $1', [id]);
  await run(
    'history',
    `insert into register_history (register, row_id, version, at, by, ended_at, note, row)
    select 'bench.paper', id, version, updated_at, updated_by, now(), null, to_jsonb(c) from bench_paper c where id = $1`,
    [id],
  );
  await run(
    'row',
    `update bench_paper set version = version + 1, stage = 'countersign', updated_at = $2 where id = $1`,
    [id, now],
  );
  await run(
    'tokens',
    'insert into flow_tokens (case_id, state) values ($1, $2) on conflict (case_id) do update set state = excluded.state',
    [id, state],
  );
  await run(
    'close',
    `update flow_work_item set closed_at = $2, closed_by = 'bare', closed_action = 'agree' where case_id = $1 and closed_at is null`,
    [id, now],
  );
  await run(
    'open',
    `insert into flow_work_item (id, case_id, type, number, title, stage, stage_title, permission, candidate, holder, created_at, since, due_at, item)
    values ($1, $2, 'bench.paper', $3, '关于防汛的通知', 'countersign', '会签', 'bench:sign', 'unit', 'bare', $4, 1, $4, $5)`,
    [newId(), id, `BARE-${serial}`, now, `i${serial}`],
  );
  await run(
    'entry',
    `insert into flow_entry (case_id, at, actor, actor_name, action, title, version, effect, tokens) values ($1, $2, 'bare', 'bare', 'agree', '同意', $3, '{}', $4)`,
    [id, now, serial, state],
  );
  await run(
    'event',
    `insert into store_event (name, actor, payload, at) values ('bare', 'bare', jsonb_build_object('id', $1::text), $2), ('bare', 'bare', jsonb_build_object('id', $1::text), $2)`,
    [id, now],
  );
  await run(
    'audit',
    `insert into access_audit (id, at, subject, address, trace, module, event, object_type, object_id, result, detail, digest)
    values ($1, $3, 'bare', '', '', 'bench', 'update', 'bench.paper', $2, 'success', '{}', repeat('0', 64))`,
    [newId(), id, now],
  );
  await client.query('commit');
}

/** Completed items a second. */
export async function runBareItems(url: string, clients: number, seconds: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: 20, options: '-c jit=off' });
  const started = performance.now();
  const end = started + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, at) => {
      const id = newId();
      await pool.query(
        `insert into bench_paper (id, created_at, created_by, updated_at, updated_by, version, subject, number, status, opened_at, process_version)
         values ($1, now(), 'bare', now(), 'bare', 1, '关于防汛的通知', $2, 'open', now(), 1)`,
        [id, `BARE-${process.pid}-${at}-${started}`],
      );
      for (let serial = 1; performance.now() < end; serial += 1) {
        const client = await pool.connect();
        try {
          await completeOne(client, id, serial);
        } finally {
          client.release();
        }
        done += 1;
      }
    }),
  );
  const took = (performance.now() - started) / 1000;
  await pool.end();
  return done / took;
}

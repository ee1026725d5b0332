/** Fills the tables with papers by the shortest way: twenty closed for each open one, with tokens, five items and six entries each; the open ones lie with one person. */
import { sql, type Store } from '../../engines/store/index.ts';
import { loadBare } from '../support/load-bare.ts';

const chunk = 50_000;
const tables = ['bench_paper', 'flow_tokens', 'flow_work_item', 'flow_entry'] as const;

/** `waiting`: how many of them, from the first on, lie open with `holder`. */
export async function loadPapers(
  store: Store,
  size: number,
  holder: { readonly id: string; readonly unit: string },
  waiting: number,
): Promise<void> {
  await loadBare(store, tables, () => insertPapers(store, size, holder, waiting));
}

async function insertPapers(
  store: Store,
  size: number,
  holder: { readonly id: string; readonly unit: string },
  waiting: number,
): Promise<void> {
  for (let start = 0; start < size; start += chunk) {
    const end = Math.min(size, start + chunk) - 1;
    await store.transaction(async ({ db }) => {
      // What a crash would lose is loaded again.
      await sql`set local synchronous_commit = off`.execute(db);
      const source = sql`(select n, ('0193' || lpad(to_hex(n), 8, '0') || '70008000000000000000')::uuid as id,
        'FW20250101-' || lpad(n::text, 7, '0') as number, n < ${waiting} as open,
        timestamptz '2025-01-01' + n * interval '20 seconds' as at from generate_series(${start}::integer, ${end}::integer) as n) as s`;
      await sql`insert into bench_paper (id, created_at, created_by, updated_at, updated_by, version, subject, number, stage, status, outcome, unit, lead_unit,
        initiator, opened_at, due_at, closed_at, closed_late, process_version, urged, supervised)
        select id, at, 'loader', at, 'loader', 6, '关于防汛的通知' || n % 1000, number, case when open then 'sign-off' end, case when open then 'open' else 'closed' end,
          case when open then null else 'issued' end, case when open then ${holder.unit} end, ${holder.unit}, 'loader', at, at + interval '5 days',
          case when open then null else at + interval '5 hours' end, case when open then null else false end, 1, 0, false from ${source}`.execute(
        db,
      );
      await sql`insert into flow_tokens (case_id, state) select id, case when open then jsonb_build_object('serial', 20, 'whole', null, 'waits', '{}'::jsonb, 'visits', '{}'::jsonb,
          'scopes', '{"root": {"id": "root", "token": null, "outer": null, "node": null, "outcome": null}}'::jsonb,
          'tokens', '{"t18": {"id": "t18", "scope": "root", "node": "sign-off", "via": "f7", "trail": {}, "rests": "work"}}'::jsonb,
          'items', '{}'::jsonb) else '{"serial": 20, "whole": null, "tokens": {}, "scopes": {}, "items": {}, "waits": {}, "visits": {}}'::jsonb end from ${source}`.execute(
        db,
      );
      await sql`insert into flow_work_item (id, case_id, type, number, title, stage, stage_title, permission, candidate, unit, lead_unit, initiator, person, holder,
        created_at, since, limit_amount, limit_unit, due_at, yellow_at, closed_at, closed_by, closed_action, took, late, item, manner)
        select gen_random_uuid(), id, 'bench.paper', number, '关于防汛的通知' || n % 1000, stage, title, permission, 'unit', ${holder.unit}, ${holder.unit}, 'loader',
          case when open and last then ${holder.id} else 'loader' end, case when open and last then ${holder.id} else 'loader' end,
          at, 5, 4, 'work-hour', at + interval '1 day', at + interval '20 hours', case when open and last then null else at + interval '5 hours' end,
          case when open and last then null else 'loader' end, case when open and last then null else 'agree' end,
          case when open and last then null else 3600000 end, case when open and last then null else false end, item, 'signer'
        from ${source} cross join (values ('draft', '拟稿', 'bench:draft', 'i1', false), ('countersign', '会签', 'bench:sign', 'i5', false),
          ('countersign', '会签', 'bench:sign', 'i6', false), ('check', '校对', 'bench:draft', 'i8', false), ('sign-off', '签发', 'bench:sign-off', 'i19', true))
          as step(stage, title, permission, item, last)`.execute(db);
      await sql`insert into flow_entry (case_id, at, actor, actor_name, action, title, took, late, version, effect, tokens)
        select id, at, 'loader', '导入', 'agree', '同意', 3600000, false, version, '{}'::jsonb, '{"serial": 9, "whole": null}'::jsonb
        from ${source} cross join generate_series(1, 6) as version`.execute(db);
    });
  }
}

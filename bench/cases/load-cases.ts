/** Fills the tables with cases by the shortest way: twenty closed for each open one, with their work items, timeline and search entries. */
import { scopeLexemes, type SearchService } from '../../engines/search/index.ts';
import { sql, type Store } from '../../engines/store/index.ts';
import { loadBare } from '../support/load-bare.ts';

const chunk = 100_000;
const tables = ['bench_order', 'flow_work_item', 'flow_entry', 'search_entry'] as const;
const register = 'bench.order';

export async function loadCases(
  store: Store,
  search: SearchService,
  from: number,
  to: number,
  unit: string,
  area: string,
): Promise<void> {
  await loadBare(store, tables, () => insertCases(store, search, from, to, unit, area));
}

async function insertCases(
  store: Store,
  search: SearchService,
  from: number,
  to: number,
  unit: string,
  area: string,
): Promise<void> {
  for (let start = from; start < to; start += chunk) {
    const end = Math.min(to, start + chunk) - 1;
    await store.transaction(async (work) => {
      const { db } = work;
      const source = sql`(select n, ('0192' || lpad(to_hex(n), 8, '0') || '70008000000000000000')::uuid as id,
        'GD20250101-' || lpad(n::text, 7, '0') as number, n % 20 = 0 as open,
        timestamptz '2025-01-01' + n * interval '20 seconds' as at from generate_series(${start}::integer, ${end}::integer) as n) as s`;
      await sql`insert into bench_order (id, created_at, created_by, updated_at, updated_by, version, subject, detail, position, phone, result, number, stage,
        status, outcome, case_area, unit, lead_unit, initiator, opened_at, due_at, stage_due_at, closed_at, closed_late, process_version, urged, supervised,
        assigned_at, assigned_late)
        select id, at, 'loader', at, 'loader', case when open then 2 else 3 end, '人民路路灯不亮' || n % 1000, '早上路过时看到,影响通行',
          point(115.7 + n % 1000 / 2000.0, 32.8 + n % 997 / 2000.0), '13900001234', case when open then null else '已到现场修复' end, number,
          case when open then 'handle' end, case when open then 'open' else 'closed' end, case when open then null else 'closed' end, ${area},
          case when open then ${unit} end, ${unit}, 'loader', at, at + interval '3 days', case when open then at + interval '1 day' end,
          case when open then null else at + interval '5 hours' end, case when open then null else false end, 1, 0, false, at + interval '1 hour', false
        from ${source}`.execute(db);
      await sql`insert into flow_work_item (id, case_id, type, number, title, stage, stage_title, permission, candidate, area, unit, lead_unit, initiator,
        created_at, since, limit_amount, limit_unit, due_at, yellow_at, tell_at, closed_at, closed_by, closed_action, took, late)
        select gen_random_uuid(), id, ${register}, number, '人民路路灯不亮' || n % 1000, 'accept', '受理', 'bench:accept', 'area', ${area}, null, null, 'loader',
          at, 1, 2, 'work-hour', at + interval '2 hours', at + interval '1 hour', null::timestamptz, at + interval '1 hour', 'loader', 'assign', 3600000, false from ${source}
        union all
        select gen_random_uuid(), id, ${register}, number, '人民路路灯不亮' || n % 1000, 'handle', '处理', 'bench:handle', 'unit', ${area}, ${unit}, ${unit}, 'loader',
          at + interval '1 hour', 2, 8, 'work-hour', at + interval '1 day', at + interval '20 hours', null::timestamptz,
          case when open then null else at + interval '5 hours' end, case when open then null else 'loader' end,
          case when open then null else 'resolve' end, case when open then null else 14400000 end, case when open then null else false end from ${source}`.execute(
        db,
      );
      await sql`insert into flow_entry (case_id, at, actor, actor_name, action, title, from_stage, to_stage, took, late, version, effect)
        select id, at, 'loader', '导入', 'open', '上报', null, 'accept', null::bigint, null::boolean, 1, '{}'::jsonb from ${source}
        union all
        select id, at + interval '1 hour', 'loader', '导入', 'assign', '派单', 'accept', 'handle', 3600000, false, 2, '{}'::jsonb from ${source}
        union all
        select id, at + interval '5 hours', 'loader', '导入', 'resolve', '办结', 'handle', null, 14400000, false, 3, '{}'::jsonb from ${source}
        where not open`.execute(db);
      const title = search.tokens('人民路路灯不亮', 'index');
      const scopes = scopeLexemes({
        register,
        id: '',
        title: '',
        texts: [],
        area,
        departments: [unit],
        subjects: ['loader'],
      });
      function* lines() {
        for (let n = start; n <= end; n += 1) {
          const number = `GD20250101-${String(n).padStart(7, '0')}`;
          const tokens = [...scopes, ...title, ...search.tokens(number, 'index')]
            .map((token) => `'${token}'`)
            .join(' ');
          const id = `0192${n.toString(16).padStart(8, '0')}70008000000000000000`;
          yield `${register}\t${id}\t人民路路灯不亮${n % 1000}\t${area}\t{${unit}}\t{loader}\t${tokens}\n`;
        }
      }
      await store.copyIn(
        work,
        'search_entry',
        ['register', 'id', 'title', 'area', 'departments', 'subjects', 'tokens'],
        lines(),
      );
    });
  }
}

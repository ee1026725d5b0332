/** The state of marts in the catalogue: read before a build, written with its batch. */
import { sql, type Database, type Work } from '../../../store/index.ts';
import { type MartColumn, MartPlan, type MartState, type MartTestResult } from '../../mart.ts';

export interface KnownMart extends MartState {
  /** Null before the first build that passed. */
  readonly planDigest: string | null;
  readonly inputs: readonly string[] | null;
  readonly content: string | null;
}

const columns = sql.raw(
  'plan, plan_digest as "planDigest", inputs, content, columns, results, tested_at as "testedAt"',
);

export async function findMart(db: Database, dataset: string): Promise<KnownMart | undefined> {
  const found = await sql<KnownMart>`select ${columns} from lake_mart where dataset = ${dataset}`.execute(db);
  const [row] = found.rows;
  return row === undefined ? undefined : { ...row, plan: MartPlan.parse(row.plan) };
}

export async function listMarts(db: Database): Promise<readonly MartPlan[]> {
  const found = await sql<{ plan: unknown }>`select plan from lake_mart order by dataset`.execute(db);
  return found.rows.map((row) => MartPlan.parse(row.plan));
}

/** What came of a build; `shown` only when its rows, or equal ones, are what people see. */
export async function keepMart(
  work: Work,
  plan: MartPlan,
  made: {
    readonly columns: readonly MartColumn[];
    readonly results: readonly MartTestResult[];
    readonly shown?:
      | { readonly planDigest: string; readonly inputs: readonly string[]; readonly content: string }
      | undefined;
  },
): Promise<void> {
  const json = (value: unknown) => JSON.stringify(value);
  const { shown } = made;
  await sql`insert into lake_mart (dataset, plan, plan_digest, inputs, content, columns, results, tested_at)
    values (${plan.dataset}, ${json(plan)}::jsonb, ${shown?.planDigest ?? null}, ${shown === undefined ? null : json(shown.inputs)}::jsonb,
      ${shown?.content ?? null}, ${json(made.columns)}::jsonb, ${json(made.results)}::jsonb, ${work.now})
    on conflict (dataset) do update set plan = excluded.plan, columns = excluded.columns, results = excluded.results, tested_at = excluded.tested_at,
      plan_digest = coalesce(excluded.plan_digest, lake_mart.plan_digest), inputs = coalesce(excluded.inputs, lake_mart.inputs),
      content = coalesce(excluded.content, lake_mart.content)`.execute(work.db);
}

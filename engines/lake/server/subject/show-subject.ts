/** The one transaction in which a build becomes what people see: file, counts, rows without a key, lineage to the column, and the news of it. */
import { sql, type Store, type Work } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import { candidatesOf, fieldsOfSubject, type SubjectPlan, subjectRules } from '../../subject.ts';
import type { DatasetRow, SubjectMatch, SubjectSummary } from '../../types.ts';
import { endBatch } from '../load/batch-rows.ts';
import { fieldsDigest } from '../load/loading.ts';
import { planDigest } from './state.ts';
import type { SourceGiven } from './source-view.ts';

export interface SubjectMade {
  /** Relative to the lake's folder. */
  readonly file: string;
  /** Set when the file is added to those before. */
  readonly increment: { readonly replaced: number; readonly replacedFile: string } | undefined;
  /** Rows in the file. */
  readonly rows: number;
  readonly bytes: number;
  readonly digest: string;
  readonly given: readonly SourceGiven[];
  readonly inputs: readonly string[];
  readonly decisions: string;
  readonly summary: SubjectSummary;
  readonly matches: readonly SubjectMatch[];
}

async function writeLineage(work: Work, plan: SubjectPlan): Promise<void> {
  const rows = plan.fields.flatMap((field) => {
    const order = field.key ? plan.sources.map((_, index) => index) : candidatesOf(plan, field);
    return order.flatMap((index, place) => {
      const source = plan.sources[index];
      const value = source?.values[field.name];
      if (source === undefined || value === undefined) return [];
      const column = 'column' in value ? value.column : `“${value.constant}”`;
      const rule = field.key ? '主键' : `${subjectRules[field.rule]}，第${place + 1}位`;
      return [{ field: field.name, dataset: source.dataset, origin: column, expression: rule }];
    });
  });
  await sql`delete from lake_lineage where target = ${plan.dataset}`.execute(work.db);
  await sql`insert into lake_lineage (target, target_field, origin, origin_kind, origin_field, expression)
    select ${plan.dataset}, field, dataset, 'dataset', origin, expression
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(field text, dataset uuid, origin text, expression text)
    on conflict do nothing`.execute(work.db);
}

async function writeRejected(work: Work, plan: SubjectPlan, given: readonly SourceGiven[]): Promise<void> {
  const rows = given.flatMap(({ rejected }, index) =>
    rejected.map((each) => ({ source: plan.sources[index]?.id ?? '', ...each })),
  );
  await sql`delete from lake_subject_rejected where dataset = ${plan.dataset}`.execute(work.db);
  await sql`insert into lake_subject_rejected (dataset, source, batch, row, reason)
    select ${plan.dataset}, source, batch, row, reason
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(source text, batch uuid, row bigint, reason text)
    on conflict do nothing`.execute(work.db);
}

export async function keepState(
  work: Work,
  plan: SubjectPlan,
  given: { readonly inputs: readonly string[]; readonly decisions: string; readonly summary: SubjectSummary },
): Promise<void> {
  const [json, inputs, summary] = [plan, given.inputs, given.summary].map((each) => JSON.stringify(each));
  await sql`insert into lake_subject (dataset, plan, plan_digest, inputs, decisions, summary)
    values (${plan.dataset}, ${json}::jsonb, ${planDigest(plan)}, ${inputs}::jsonb, ${given.decisions}, ${summary}::jsonb)
    on conflict (dataset) do update set plan = excluded.plan, plan_digest = excluded.plan_digest, inputs = excluded.inputs, decisions = excluded.decisions,
      summary = excluded.summary`.execute(work.db);
}

async function writeMatches(work: Work, plan: SubjectPlan, matches: readonly SubjectMatch[]): Promise<void> {
  await sql`delete from lake_subject_match where dataset = ${plan.dataset}`.execute(work.db);
  await sql`insert into lake_subject_match (dataset, source, batch, row, mark, record, score, agrees, state)
    select ${plan.dataset}, source, batch, row, mark, record, score, agrees, state from jsonb_to_recordset(${JSON.stringify(matches)}::jsonb)
      as given(source text, batch uuid, row bigint, mark text, record text, score double precision, agrees jsonb, state text)
    on conflict do nothing`.execute(work.db);
}

async function pointTo(
  work: Work,
  store: Store,
  batch: string,
  plan: SubjectPlan,
  made: SubjectMade,
  by: string,
) {
  const { increment, file, rows, bytes } = made;
  const fields = fieldsOfSubject(plan);
  if (increment === undefined)
    await sql`delete from lake_increment where dataset = ${plan.dataset}`.execute(work.db);
  else {
    await sql`insert into lake_increment (dataset, batch, file, replaced, bytes) values (${plan.dataset}, ${batch}, ${file},
      ${increment.replaced > 0 ? increment.replacedFile : null}, ${bytes})`.execute(work.db);
    const files = await sql<{ n: number }>`select count(*)::int as n from lake_increment
      where dataset = ${plan.dataset}`.execute(work.db);
    if ((files.rows[0]?.n ?? 0) >= store.settings.value('lake.increments-most'))
      await store.jobs.start('lake.compact', { dataset: plan.dataset }, by, work);
  }
  const files =
    increment === undefined
      ? sql`file = ${file}, rows = ${rows}, bytes = ${bytes}`
      : sql`rows = rows + ${rows - increment.replaced}, bytes = bytes + ${bytes}`;
  await sql`update lake_dataset set title = ${plan.title}, layer = 'subject', fields = ${JSON.stringify(fields)}::jsonb,
    batch = ${batch}, ${files}, fields_digest = ${fieldsDigest(fields)}, refreshed_at = ${work.now}
    where id = ${plan.dataset}`.execute(work.db);
}

export async function showSubject(
  store: Store,
  given: {
    readonly plan: SubjectPlan;
    readonly batch: string;
    readonly dataset: DatasetRow;
    readonly made: SubjectMade;
    readonly by: string;
  },
): Promise<void> {
  const { plan, batch, made, by } = given;
  const sum = (of: (each: SourceGiven) => number) => made.given.reduce((total, each) => total + of(each), 0);
  await store.transaction(async (work) => {
    await pointTo(work, store, batch, plan, made, by);
    await keepState(work, plan, made);
    await writeRejected(work, plan, made.given);
    await writeMatches(work, plan, made.matches);
    await writeLineage(work, plan);
    const { rows, ended, conflicted } = made.summary.whole;
    await sql`insert into lake_subject_build (dataset, batch, at, rows, ended, conflicted, changed)
      values (${plan.dataset}, ${batch}, ${work.now}, ${rows}, ${ended}, ${conflicted}, ${made.rows})`.execute(
      work.db,
    );
    const alive = await endBatch(work, batch, {
      state: 'loaded',
      received: sum((each) => each.rows),
      loaded: made.rows,
      rejected: sum((each) => each.rejectedCount),
      warned: conflicted,
      loadedDigest: made.digest,
    });
    if (!alive) throw lakeErrors.broken();
    work.emit('lake.ended', by, { dataset: plan.dataset, batch, state: 'loaded', error: null });
  });
}

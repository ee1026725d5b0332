/** Checks and profiles of datasets as a service: run as jobs, what they found kept and read again. */
import type { FieldClass } from '../../../../kernel/access.ts';
import { newId } from '../../../../kernel/ids.ts';
import { type JobContext, sql, type Store } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { LakeField } from '../../field.ts';
import type {
  ColumnProfile,
  DatasetProfile,
  ElementCodes,
  QualityCheck,
  QualityReport,
  QualityRule,
  QualityService,
} from '../../quality.ts';
import type { DatasetRow } from '../../types.ts';
import { covered, type CoveredField, isHidden } from '../covered-fields.ts';
import { type Duck, DuckProblem } from '../duck/open-duck.ts';
import { datasetColumns, findDataset } from '../load/batch-rows.ts';
import { quoteText } from '../load/quote.ts';
import { readRowsAt } from '../read-rows.ts';
import { profileDataset } from './profile-dataset.ts';
import { problemOf } from './rule-sql.ts';
import { runChecks } from './run-checks.ts';
import { suggestRules } from './suggest-rules.ts';

type Job = Pick<JobContext, 'signal' | 'progress'>;

const reportColumns = sql.raw('id, dataset, batch, at, rows, outcomes');

const unwatched = (signal = new AbortController().signal): Job => ({
  signal,
  progress: async () => undefined,
});

/** Without the values that the asker may not see. */
function told(column: ColumnProfile, field: CoveredField | undefined, clearance: FieldClass): ColumnProfile {
  if (field !== undefined && !isHidden(field, clearance)) return column;
  return { ...column, minimum: null, maximum: null, mean: null, percentiles: null, values: [] };
}

export function openQuality(deps: { readonly store: Store; readonly duck: Duck }): QualityService {
  const { store, duck } = deps;

  function toldProfile(
    profile: DatasetProfile,
    fields: readonly LakeField[],
    clearance: FieldClass,
  ): DatasetProfile {
    const known = covered(store, profile.dataset, fields, 'page');
    const byName = new Map(known.map((field) => [field.name, field]));
    const columns = profile.columns.map((column) => told(column, byName.get(column.name), clearance));
    return { ...profile, columns };
  }

  /** Of the batch that was checked before this one: a second look at the same rows heals nothing. */
  async function rowsBefore(dataset: string): Promise<number | undefined> {
    const found = await sql<{ rows: number }>`select r.rows from lake_quality_report r
      join lake_dataset d on d.id = r.dataset and d.batch is distinct from r.batch
      where r.dataset = ${dataset} order by r.id desc limit 1`.execute(store.db);
    return found.rows[0]?.rows;
  }

  async function reports(dataset: string, most: number): Promise<readonly QualityReport[]> {
    const found = await sql<QualityReport>`select ${reportColumns} from lake_quality_report
      where dataset = ${dataset} order by id desc limit ${most}`.execute(store.db);
    return found.rows;
  }

  async function run(dataset: string, rules: readonly QualityRule[], by: string, job: Job) {
    const made = await runChecks(deps, dataset, rules, {
      signal: job.signal,
      progress: (done, message) => job.progress(done, message),
      rowsBefore: await rowsBefore(dataset),
    });
    return store.transaction(async (work) => {
      const report: QualityReport = {
        id: newId(work.now.getTime()),
        dataset,
        batch: made.dataset.batch ?? '',
        at: work.now.toISOString(),
        rows: made.dataset.rows,
        outcomes: made.outcomes,
      };
      await sql`insert into lake_quality_report (id, dataset, batch, at, rows, outcomes)
        values (${report.id}, ${dataset}, ${report.batch}, ${work.now}, ${report.rows}, ${JSON.stringify(report.outcomes)}::jsonb)`.execute(
        work.db,
      );
      work.emit('lake.checked', by, { dataset, report: report.id });
      return report;
    });
  }

  async function findProfile(dataset: string): Promise<DatasetProfile | undefined> {
    const found = await sql<DatasetProfile>`select dataset, batch, at, rows, sampled, columns
      from lake_profile where dataset = ${dataset}`.execute(store.db);
    return found.rows[0];
  }

  async function runProfile(id: string, job: Job): Promise<DatasetProfile> {
    const { profile } = await profileDataset(deps, id, job);
    return store.transaction(async (work) => {
      const { dataset, batch, rows, sampled, columns } = profile;
      await sql`insert into lake_profile (dataset, batch, at, rows, sampled, columns)
        values (${dataset}, ${batch}, ${work.now}, ${rows}, ${sampled}, ${JSON.stringify(columns)}::jsonb)
        on conflict (dataset) do update set batch = excluded.batch, at = excluded.at, rows = excluded.rows,
          sampled = excluded.sampled, columns = excluded.columns`.execute(work.db);
      return { ...profile, at: work.now.toISOString() };
    });
  }

  async function datasetOf(id: string): Promise<DatasetRow> {
    const found = await findDataset(store.db, id);
    if (found === undefined || found.file === null) throw lakeErrors.noData();
    return found;
  }

  async function checkRule(id: string, check: QualityCheck): Promise<void> {
    const own = await datasetOf(id);
    const other = 'dataset' in check ? (await datasetOf(check.dataset)).fields : undefined;
    const reason = problemOf(check, own.fields, other);
    if (reason !== undefined) throw lakeErrors.badRule({ reason });
    if (check.kind !== 'pattern') return;
    await duck
      .session((session) => session.run(`select regexp_full_match('', ${quoteText(check.pattern)})`))
      .catch((problem: unknown) => {
        if (problem instanceof DuckProblem) throw lakeErrors.badRule({ reason: '格式的正则表达式写法不对' });
        throw problem;
      });
  }

  interface CheckJob {
    readonly dataset: string;
    readonly rules: readonly QualityRule[];
    readonly by: string;
  }
  store.jobs.define<CheckJob>('lake.check', async ({ dataset, rules, by }, job) => ({
    report: (await run(dataset, rules, by, job)).id,
  }));
  store.jobs.define<{ dataset: string }>('lake.profile', async ({ dataset }, job) => ({
    batch: (await runProfile(dataset, job)).batch,
  }));

  let elementCodes: ElementCodes = () => Promise.resolve(new Map());

  return {
    checkRule,
    bindCodes(find) {
      elementCodes = find;
    },
    start: (dataset, rules, by, work) => store.jobs.start('lake.check', { dataset, rules, by }, by, work),
    run: (dataset, rules, by, signal) => run(dataset, rules, by, unwatched(signal)),
    reports,
    async latest(datasets) {
      const found =
        await sql<QualityReport>`select distinct on (dataset) ${reportColumns} from lake_quality_report
        where dataset = any(${[...datasets]}::uuid[]) order by dataset, id desc`.execute(store.db);
      return found.rows;
    },
    startProfile: (dataset, by, work) => store.jobs.start('lake.profile', { dataset }, by, work),
    runProfile: (dataset, signal) => runProfile(dataset, unwatched(signal)),
    async profile(id, clearance) {
      const [dataset, profile] = [await findDataset(store.db, id), await findProfile(id)];
      if (profile === undefined) return undefined;
      return toldProfile(profile, dataset?.fields ?? [], clearance);
    },
    rowsAt: (dataset, places, clearance) => readRowsAt(deps, dataset, places, clearance),
    async suggest(id) {
      const own = await datasetOf(id);
      const others = await sql<DatasetRow>`select ${datasetColumns} from lake_dataset
        where layer = 'standard' and file is not null and id <> ${id} order by title limit 2000`.execute(
        store.db,
      );
      const profile = await findProfile(id);
      // Values are listed of what everybody inside may read; a policy may have taken them back since.
      const shown = profile === undefined ? undefined : toldProfile(profile, own.fields, 'internal');
      const elements = own.fields.flatMap(({ element }) => element ?? []);
      const codes = elements.length === 0 ? new Map() : await elementCodes(elements);
      return suggestRules(own, shown, others.rows, codes);
    },
  };
}

/** Takes away what is older than the setting says. */
export async function forgetReports(store: Store): Promise<void> {
  const days = store.settings.value('lake.keep-report-days');
  await sql`delete from lake_quality_report where at < ${store.clock.now()}::timestamptz - make_interval(days => ${days})`.execute(
    store.db,
  );
}

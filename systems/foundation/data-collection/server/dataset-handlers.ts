/** Handlers that look at datasets: how one stands, its rows and lineage, and all of them by department. */
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { LakeFields, reasonTitles, SourceObject } from '../../../../engines/lake/contract.ts';
import { type BatchRow, lake, type LakeField, type RuleResult } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { isLate } from '../data/schedules.ts';
import { dataset } from '../registers/dataset.ts';
import { source } from '../registers/source.ts';
import type { datasetRoutes } from '../routes/dataset-routes.ts';
import { cancelCollect, collect } from './collect.ts';
import { clearanceFor, type DatasetRow, may, reachDataset } from './reach.ts';
import { saveDataset } from './save-dataset.ts';
import { setting } from './setting.ts';
import { showProblems, titleOf } from './show-problems.ts';

const shownBatches = 30;
const mostDatasets = 5000;

type Shown = 'save' | 'dataset' | 'collect' | 'cancel' | 'stage' | 'rows' | 'lineage' | 'overview';

function showBatch(batch: BatchRow, fields: readonly LakeField[]) {
  const { dataset: _dataset, quality: _quality, job: _job, startedBy: _by, drift, sample, ...rest } = batch;
  return {
    ...rest,
    drift: [...(drift ?? [])],
    sample: (sample ?? []).map(({ row, problems }) => ({ row, problems: showProblems(problems, fields) })),
  };
}

function showRule(rule: RuleResult, fields: readonly LakeField[]) {
  return { ...rule, reason: reasonTitles[rule.reason], title: titleOf(rule.field, fields) };
}

async function jobOf(context: Context, batches: readonly BatchRow[]) {
  const running = batches.find((batch) => batch.state === 'running');
  if (running === undefined || running.job === null) return null;
  const status = await context.use(store).jobs.status(running.job);
  return status === undefined ? null : { state: status.state, done: status.done, message: status.message };
}

function late(context: Context, row: DatasetRow): boolean {
  return (
    row.stage === 'active' &&
    isLate(row.schedule, row.arrivedAt ?? row.refreshedAt, context.now, setting(context, 'late-share'))
  );
}

async function showDataset(id: string, context: Context) {
  const { principal } = context;
  const row = await reachDataset(context, principal, id, 'read');
  const basin = context.use(lake);
  // Batches first: what they have shown is then in the rest.
  const [batches, state, kept, from] = [
    await basin.batches({ datasets: [id], size: shownBatches }),
    await basin.findDataset(id),
    await basin.letters({ dataset: id, state: 'kept', size: 1 }),
    await context.use(registers).of(source).trusted.find(context.use(store).db, row.source),
  ];
  const fields = LakeFields.safeParse(row.fields);
  const judged = batches.find((batch) => batch.quality !== null && batch.mode !== 'replay');
  return {
    fields: fields.data ?? [],
    object: SourceObject.safeParse(row.object).data ?? null,
    sourceName: from?.name ?? '',
    rows: state?.rows ?? 0,
    bytes: state?.bytes ?? 0,
    refreshedAt: state?.refreshedAt ?? null,
    late: late(context, row),
    kept: kept.total,
    batches: batches.map((batch) => showBatch(batch, fields.data ?? [])),
    job: await jobOf(context, batches),
    quality: (judged?.quality ?? []).map((rule) => showRule(rule, fields.data ?? [])),
    mayKeep: may(context, principal, 'keep-datasets', row.department),
    mayPreview: may(context, principal, 'preview', row.department),
  };
}

/** Every dataset that the caller may see. */
function visibleDatasets(context: Context): Promise<readonly DatasetRow[]> {
  return context.use(registers).of(dataset).listEvery(context.principal, { most: mostDatasets });
}

function sum(rows: readonly DatasetRow[], of: (row: DatasetRow) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

export const datasetHandlers: Pick<Handlers<typeof datasetRoutes>, Shown> = {
  save: saveDataset,
  collect,
  cancel: cancelCollect,
  dataset: ({ id }, context) => showDataset(id, context),
  async stage({ id, stage }, context) {
    await reachDataset(context, context.principal, id, 'keep-datasets');
    await context.use(store).transaction(async (work) => {
      const { trusted } = context.use(registers).of(dataset);
      const row = await trusted.lock(work, id);
      if (row === undefined) throw commonErrors.missing();
      if (row.stage === stage) return;
      await trusted.update(work, context.principal.id, row, { stage });
      context.use(access).audit(work, context.principal, {
        module: 'data-collection',
        event: 'update',
        objectType: 'dataset',
        objectId: id,
        result: 'success',
        detail: { stage },
      });
    });
    return { done: true as const };
  },
  async rows({ id, page, size }, context) {
    const row = await reachDataset(context, context.principal, id, 'preview');
    const clearance = clearanceFor(context.principal, row.department);
    await context.use(access).auditAlone(context.principal, {
      module: 'data-collection',
      event: 'query',
      objectType: 'dataset-rows',
      objectId: id,
      result: 'success',
      detail: { page, size },
    });
    const seen = await context.use(lake).rows({ dataset: id, page, size, clearance });
    return { rows: seen.rows.map((each) => ({ ...each })), total: seen.total };
  },
  async lineage({ id }, context) {
    const row = await reachDataset(context, context.principal, id, 'read');
    const titles = new Map(
      (LakeFields.safeParse(row.fields).data ?? []).map((field) => [field.name, field.title]),
    );
    const from = await context.use(registers).of(source).trusted.find(context.use(store).db, row.source);
    const lineage = await context.use(lake).lineage(id);
    return {
      lineage: lineage.map((each) => ({
        field: each.targetField,
        title: titles.get(each.targetField) ?? each.targetField,
        origin: from?.name ?? '',
        column: each.originField,
        expression: each.expression,
      })),
    };
  },
  async overview(_, context) {
    const rows = await visibleDatasets(context);
    const ids = [...new Set(rows.map((row) => row.department))];
    const departments = ids.map((department) => {
      const own = rows.filter((row) => row.department === department);
      const scored = own.flatMap((row) => (row.score === null ? [] : [row.score]));
      return {
        department,
        name: context.use(access).findDepartment(department)?.name ?? department,
        datasets: own.length,
        rows: sum(own, (row) => row.rows ?? 0),
        late: own.filter((row) => late(context, row)).length,
        failed: own.filter((row) => row.lastState === 'failed').length,
        kept: sum(own, (row) => row.kept ?? 0),
        score:
          scored.length === 0
            ? null
            : Math.round((scored.reduce((a, b) => a + b, 0) / scored.length) * 10) / 10,
      };
    });
    return { departments: departments.toSorted((one, other) => other.rows - one.rows) };
  },
};

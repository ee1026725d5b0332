/** Handlers around the suite of one dataset: how it stands, its checks with their offending rows, its profile and scores. */
import { isMasked } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { access } from '../../../../engines/access/service.ts';
import {
  lake,
  type LakeField,
  type QualityReport,
  type RuleOutcome,
} from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { type JobStatus, store } from '../../../../engines/store/service.ts';
import { resource } from '../../data-catalogue/contract.ts';
import { dataset } from '../../data-collection/contract.ts';
import { firstField } from '../check-words.ts';
import { errors } from '../errors.ts';
import type { suiteRoutes } from '../routes/suite-routes.ts';
import { daysBefore, scoresOf } from './note-score.ts';
import { passes, shareOf } from './passes.ts';
import { rateDatasets } from './rate-datasets.ts';
import { clearanceAt, type DatasetRow, fieldsOf, mayKeep, reachDataset, reachKept } from './reach.ts';
import { checkOf, type RuleRow, rulesOf } from './rules.ts';
import { findSuite, lastJob, runningJob, startCheck, startProfile } from './start-check.ts';

const shownReports = 60;
const shownDays = 366;

/** What runs, and what failed until the next one runs; the others have left what they found. */
function showJob(job: JobStatus | undefined) {
  if (job === undefined || job.state === 'done' || job.state === 'cancelled') return null;
  return { state: job.state, done: job.done, message: job.message };
}

function showOutcome(outcome: RuleOutcome, tolerance: number) {
  return {
    checked: outcome.checked,
    failed: outcome.failed,
    share: shareOf(outcome),
    passed: passes(outcome, tolerance),
    problem: outcome.problem ?? null,
  };
}

function showRule(row: RuleRow, report: QualityReport | undefined) {
  const outcome = row.stage === 'active' ? report?.outcomes.find(({ rule }) => rule === row.id) : undefined;
  return {
    id: row.id,
    version: row.version,
    title: row.title,
    indicator: row.indicator,
    importance: row.importance,
    tolerance: row.tolerance,
    stage: row.stage,
    origin: row.origin,
    note: row.note,
    check: checkOf(row) ?? null,
    outcome: outcome === undefined ? null : showOutcome(outcome, row.tolerance),
  };
}

function showReport(report: QualityReport, rules: ReadonlyMap<string, RuleRow>) {
  const outcomes = report.outcomes.flatMap((outcome) => {
    const row = rules.get(outcome.rule);
    return row === undefined
      ? []
      : [
          {
            rule: row.id,
            title: row.title,
            places: outcome.places.length,
            ...showOutcome(outcome, row.tolerance),
          },
        ];
  });
  const shares = outcomes.flatMap(({ share }) => (share === null ? [] : [share]));
  return {
    id: report.id,
    at: report.at,
    rows: report.rows,
    share: shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length,
    passed: outcomes.filter(({ passed }) => passed === true).length,
    failing: outcomes.filter(({ passed }) => passed === false).length,
    outcomes,
  };
}

/** The catalogue entry that a doubt of this person would be about: never of his own department's data. */
async function doubtableOf(context: Context, row: DatasetRow): Promise<string | null> {
  const { principal } = context;
  const mayDoubt = context.use(access).decide(principal, 'data-quality:doubt').permit;
  if (!mayDoubt || principal.departments[0] === row.department) return null;
  const [entry] = await context
    .use(registers)
    .of(resource)
    .trusted.findMany(context.use(store).db, {
      filter: {
        all: [
          { field: 'status', is: 'equal', value: 'published' },
          { field: 'target', is: 'equal', value: `dataset:${row.id}` },
        ],
      },
      limit: 1,
    });
  return entry?.id ?? null;
}

async function showSuite(id: string, context: Context) {
  const row = await reachDataset(context, id);
  const { db } = context.use(store);
  const [rated] = await rateDatasets(context, db, [row]);
  const [report] = await context.use(lake).quality.latest([id]);
  const found = await findSuite(context, db, id);
  return {
    name: row.name,
    departmentName: context.use(access).findDepartment(row.department)?.name ?? row.department,
    rows: row.rows ?? 0,
    fields: fieldsOf(row).map(({ name, title, type }) => ({ name, title, type })),
    score: rated?.score ?? null,
    shares: { ...rated?.shares },
    rules: (await rulesOf(context, db, [id])).map((each) => showRule(each, report)),
    checkedAt: report?.at ?? null,
    check: showJob(await lastJob(context, found, 'check')),
    profile: showJob(await lastJob(context, found, 'profile')),
    mayKeep: mayKeep(context, context.principal, row.department),
    mayPreview: clearanceAt(context.principal, row.department) !== undefined,
    doubtable: await doubtableOf(context, row),
  };
}

/** Where the rule's own fields stand first, and those after them as the dataset has them. */
function arranged(fields: readonly LakeField[], about: string | undefined): readonly LakeField[] {
  const isFirst = (field: LakeField) => field.key || field.name === about;
  return [...fields.filter(isFirst), ...fields.filter((field) => !isFirst(field))];
}

async function offendingRows(
  {
    id,
    report: wanted,
    rule: ruleId,
  }: { readonly id: string; readonly report: string; readonly rule: string },
  context: Context,
) {
  const row = await reachDataset(context, id);
  const clearance = clearanceAt(context.principal, row.department);
  if (clearance === undefined) throw commonErrors.forbidden();
  const reports = await context.use(lake).quality.reports(id, shownReports);
  const outcome = reports
    .find((report) => report.id === wanted)
    ?.outcomes.find(({ rule }) => rule === ruleId);
  const rules = await rulesOf(context, context.use(store).db, [id]);
  const known = rules.find((each) => each.id === ruleId);
  if (outcome === undefined || known === undefined) throw errors.noReport();
  const found = await context.use(lake).quality.rowsAt(id, outcome.places, clearance);
  await context.use(access).auditAlone(context.principal, {
    module: 'data-quality',
    event: 'query',
    objectType: 'dataset-rows',
    objectId: id,
    result: 'success',
    detail: { rule: ruleId, shown: found.length },
  });
  const check = checkOf(known);
  const about = check === undefined ? undefined : firstField(check);
  const fields = fieldsOf(row);
  const keys = fields.filter(({ key }) => key);
  const isOpen = keys.length > 0 && keys.every((key) => !isMasked(key.class, clearance));
  return {
    title: known.title,
    fields: arranged(fields, about).map(({ name, title, type }) => ({ name, title, type })),
    about: about ?? null,
    rows: found.map(({ place, row: cells }) => ({
      ...place,
      key: isOpen ? keys.map(({ name }) => String(cells[name] ?? '')).join('|') : null,
      cells: { ...cells },
    })),
    failed: outcome.failed,
    gone: outcome.places.length - found.length,
  };
}

export const suiteHandlers: Handlers<typeof suiteRoutes> = {
  suite: ({ id }, context) => showSuite(id, context),
  async run({ id, kind }, context) {
    await reachKept(context, id);
    const job = await context.use(store).transaction(async (work) => {
      const row = await context.use(registers).of(dataset).trusted.lock(work, id);
      if (row === undefined) throw commonErrors.missing();
      const start = kind === 'check' ? startCheck : startProfile;
      return start(context, work, row, context.principal.id);
    });
    if (job === undefined) throw errors.noRules();
    return { job };
  },
  async cancel({ id, kind }, context) {
    await reachKept(context, id);
    const { db, jobs } = context.use(store);
    const running = await runningJob(context, await findSuite(context, db, id), kind);
    // Whoever keeps the rules may stop what a colleague or the clock began.
    if (running === undefined || !(await jobs.cancel(running.id, running.startedBy)))
      throw errors.nothingRunning();
    return { done: true as const };
  },
  async reports({ id }, context) {
    await reachDataset(context, id);
    const rules = await rulesOf(context, context.use(store).db, [id]);
    const byId = new Map(rules.map((row) => [row.id, row]));
    const reports = await context.use(lake).quality.reports(id, shownReports);
    return { reports: reports.map((report) => showReport(report, byId)) };
  },
  offending: offendingRows,
  async profile({ id }, context) {
    const row = await reachDataset(context, id);
    const clearance = clearanceAt(context.principal, row.department) ?? 'public';
    const profile = await context.use(lake).quality.profile(id, clearance);
    if (profile === undefined) return { profile: null };
    const { at, rows, sampled, batch, columns } = profile;
    const outdated = (await context.use(lake).findDataset(id))?.batch !== batch;
    return {
      profile: {
        at,
        rows,
        sampled,
        outdated,
        columns: columns.map(({ percentiles, values, shapes, ...column }) => ({
          ...column,
          percentiles: percentiles === null ? null : [...percentiles],
          values: [...values],
          shapes: [...shapes],
        })),
      },
    };
  },
  async scores({ id }, context) {
    await reachDataset(context, id);
    const to = shanghaiDate(context.now);
    const days = { from: daysBefore(to, shownDays), to };
    const rows = await scoresOf(context, context.use(store).db, [id], days);
    return { days: rows.map(({ day, score, note }) => ({ day, score, note })) };
  },
};

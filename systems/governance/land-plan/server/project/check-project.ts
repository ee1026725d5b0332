/** Checks a project's land and keeps the answer on the project; after a new version of the plan also tells its keeper what changed. */
import type { Delivered, Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { readGeometry, type ShapeRemark } from '../../../../../engines/maps/index.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { conclusions, isConclusion } from '../../data/conclusions.ts';
import { findLine } from '../../data/lines.ts';
import { check } from '../../registers/check.ts';
import { planVersion } from '../../registers/plan-version.ts';
import { project } from '../../registers/project.ts';
import type { CheckResult } from '../../routes/shapes.ts';
import type { VersionRow } from '../check/find-parcels.ts';
import { keepCheck } from '../check/keep-check.ts';
import { showCheck } from '../check/read-check.ts';
import { categoryOf, openProjects, type ProjectRow } from './open-projects.ts';

const by = 'land-plan';
/** There are eleven lines; more versions than these do not begin on one day. */
const mostDue = 100;

export async function checkProjectRow(
  services: Services,
  work: Work,
  who: string,
  row: ProjectRow,
  source: 'project' | 'version',
  read: {
    readonly datum: string;
    readonly mended: readonly ShapeRemark[];
    readonly statedDifference: number | null;
  } = { datum: '', mended: [], statedDifference: null },
): Promise<CheckResult> {
  const result = await keepCheck(services, work, who, {
    title: row.name,
    source,
    project: row.id,
    area: readGeometry(row.shape) ?? [],
    category: categoryOf(row),
    activity: row.activity,
    plannedUse: row.plannedUse,
    county: row.county,
    ...read,
  });
  await services.use(registers).of(project).trusted.update(work, who, row, {
    lastCheck: result.id,
    conclusion: result.conclusion,
    checkedAt: result.checkedAt,
  });
  return result;
}

function occupied(result: CheckResult | undefined, line: string): number {
  return result?.findings.find((finding) => finding.line === line)?.squareMetres ?? 0;
}

async function lastCheckOf(
  services: Services,
  work: Work,
  row: ProjectRow,
): Promise<CheckResult | undefined> {
  if (row.lastCheck === null) return undefined;
  const found = await services.use(registers).of(check).trusted.find(work.db, row.lastCheck);
  return found === undefined ? undefined : showCheck(found);
}

/**
 * All lines are compared: of two versions published shortly after each other, the first one's recheck already sees the second one in
 * force, and the second one's sees nothing new.
 */
function areaChanges(before: CheckResult | undefined, after: CheckResult) {
  const lines = new Set([...(before?.findings ?? []), ...after.findings].map(({ line }) => line));
  return [...lines]
    .map((line) => ({
      title: findLine(line)?.title ?? line,
      was: occupied(before, line),
      is: occupied(after, line),
    }))
    .filter(({ was, is }) => was !== is);
}

async function recheck(services: Services, work: Work, row: ProjectRow, published: string): Promise<void> {
  const before = await lastCheckOf(services, work, row);
  const after = await checkProjectRow(services, work, by, row, 'version');
  const changes = areaChanges(before, after);
  if (row.keeper === null || (before?.conclusion === after.conclusion && changes.length === 0)) return;
  const areas = changes.map(
    ({ title, was, is }) => `涉及${title}的面积由 ${was.toFixed(2)} ㎡变为 ${is.toFixed(2)} ㎡`,
  );
  await services.use(messages).tell(work, {
    to: [row.keeper],
    template: 'land-plan:changed',
    values: {
      project: row.name,
      line: changes.map(({ title }) => title).join('、') || (findLine(published)?.title ?? published),
      before: isConclusion(row.conclusion) ? conclusions[row.conclusion].title : '未审查',
      after: conclusions[after.conclusion].title,
      areas: areas.join('；') || '各类面积没有变化',
    },
    link: `/land-plan/checks/${after.id}`,
  });
}

async function recheckAll(services: Services, work: Work, version: VersionRow): Promise<void> {
  for (const row of await openProjects(services, work.db)) await recheck(services, work, row, version.line);
}

/** A version that takes effect later waits for its day. */
export async function recheckAfterPublishing(
  event: Delivered,
  given: unknown,
  services: Services,
): Promise<void> {
  const { version: id } = event.payload as { readonly version: string; readonly line: string };
  const work = given as Work;
  const version = await services.use(registers).of(planVersion).trusted.find(work.db, id);
  if (version === undefined || version.effectiveFrom > shanghaiDate(work.now)) return;
  await recheckAll(services, work, version);
}

/** Every morning: versions published before that take effect today. */
export async function recheckDue(services: Services): Promise<number> {
  const data = services.use(store);
  return data.transaction(async (work) => {
    const today = shanghaiDate(work.now);
    const due = await services
      .use(registers)
      .of(planVersion)
      .trusted.findMany(work.db, {
        filter: {
          all: [
            { field: 'status', is: 'equal', value: 'published' },
            { field: 'effectiveFrom', is: 'equal', value: today },
          ],
        },
        limit: mostDue,
      });
    const waited = due.filter(({ publishedAt }) => shanghaiDate(new Date(publishedAt ?? '')) < today);
    for (const version of waited) await recheckAll(services, work, version);
    return waited.length;
  });
}

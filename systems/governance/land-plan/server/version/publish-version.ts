/** Shows what a draft would change for open projects, and publishes it: from then on it is what checks go by. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Handler, Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { readGeometry } from '../../../../../engines/maps/index.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { findLine } from '../../data/lines.ts';
import { errors } from '../../errors.ts';
import { check } from '../../registers/check.ts';
import { planVersion } from '../../registers/plan-version.ts';
import type { versionRoutes } from '../../routes/version-routes.ts';
import type { VersionRow } from '../check/find-parcels.ts';
import { versionsInForce } from '../check/find-versions.ts';
import { judgeArea } from '../check/judge-area.ts';
import { showCheck } from '../check/read-check.ts';
import { categoryOf, openProjects } from '../project/open-projects.ts';

export const previewChanges: Handler<typeof versionRoutes.preview> = async ({ id }, context) => {
  const { db } = context.use(store);
  const rows = context.use(registers);
  const draft = await rows.of(planVersion).trusted.find(db, id);
  if (draft === undefined) throw commonErrors.missing();
  const inForce = await versionsInForce(context, db, shanghaiDate(context.now));
  const versions = new Map([...inForce, [draft.line, draft]]);
  const projects = await openProjects(context, db);
  const changes = [];
  for (const project of projects) {
    const area = readGeometry(project.shape) ?? [];
    const category = categoryOf(project);
    const after = await judgeArea(context, db, { area, category, versions, at: context.now });
    const last =
      project.lastCheck === null ? undefined : await rows.of(check).trusted.find(db, project.lastCheck);
    const before = last === undefined ? undefined : showCheck(last);
    const own = (found: typeof after.findings) =>
      found.find(({ line }) => line === draft.line)?.squareMetres ?? 0;
    const occupiedBefore = before === undefined ? null : own(before.findings);
    const occupiedAfter = own(after.findings);
    if (before?.conclusion === after.conclusion && occupiedBefore === occupiedAfter) continue;
    changes.push({
      project: project.id,
      name: project.name,
      before: before?.conclusion ?? null,
      after: after.conclusion,
      occupiedBefore,
      occupiedAfter,
    });
  }
  return { checked: projects.length, changes };
};

/** What an edition must have before the city goes by it. */
async function checkReady(services: Services, work: Work, row: VersionRow): Promise<void> {
  if (row.status !== 'draft') throw errors.notDraft({ title: row.title });
  if ((row.parcels ?? 0) === 0) throw errors.emptyVersion();
  if (row.documentNumber === null || row.authority === null || row.approvedOn === null)
    throw errors.noDocument();
  const inForce = await versionsInForce(services, work.db, '9999-12-31');
  const before = inForce.get(row.line);
  if (before !== undefined && before.effectiveFrom > row.effectiveFrom)
    throw errors.earlierVersion({ date: before.effectiveFrom });
}

export async function publishRow(services: Services, work: Work, by: string, row: VersionRow): Promise<void> {
  await checkReady(services, work, row);
  await services.use(registers).of(planVersion).trusted.update(work, by, row, {
    status: 'published',
    publishedAt: work.now.toISOString(),
  });
  work.emit('land-plan.published', by, { version: row.id, line: row.line });
}

export const publishVersion: Handler<typeof versionRoutes.publish> = async ({ id }, context) => {
  await context.use(store).transaction(async (work) => {
    const row = await context.use(registers).of(planVersion).trusted.lock(work, id);
    if (row === undefined) throw commonErrors.missing();
    await publishRow(context, work, context.principal.id, row);
    context.use(access).audit(work, context.principal, {
      module: 'land-plan',
      event: 'update',
      objectType: 'land-plan.plan-version',
      objectId: id,
      result: 'success',
      detail: { line: findLine(row.line)?.title ?? row.line },
    });
  });
  return { done: true as const };
};

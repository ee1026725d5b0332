/** Handlers of projects: their land, their checks, their end. */
import { decisionMatches } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { readGeometry, shapeArea, toGeoJson } from '../../../../../engines/maps/index.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { check } from '../../registers/check.ts';
import { project } from '../../registers/project.ts';
import type { projectRoutes } from '../../routes/project-routes.ts';
import type { CheckResult } from '../../routes/shapes.ts';
import { holdToArea } from '../check/check-handlers.ts';
import { centimetres } from '../check/judge-area.ts';
import { countyOf, placeOf } from '../check/keep-check.ts';
import { readAsked, wordsOf } from '../check/read-asked.ts';
import { showCheck } from '../check/read-check.ts';
import { checkProjectRow } from './check-project.ts';
import type { ProjectRow } from './open-projects.ts';

const mostChecks = 50;

function mayKeep(context: Context, row: ProjectRow): boolean {
  const decision = context.use(access).decide(context.principal, 'land-plan:keep-projects');
  return decisionMatches(decision, {
    area: row.county,
    departments: [row.department],
    subjects: row.keeper === null ? [] : [row.keeper],
  });
}

/** A project that the caller may see and keep, locked. */
async function lockOwn(context: Context, work: Work, id: string): Promise<ProjectRow> {
  const rows = context.use(registers).of(project);
  await rows.get(context.principal, id);
  const row = await rows.trusted.lock(work, id);
  if (row === undefined) throw commonErrors.missing();
  if (!mayKeep(context, row)) throw commonErrors.forbidden();
  if (row.status === 'closed') throw errors.projectClosed();
  return row;
}

export const projectHandlers: Handlers<typeof projectRoutes> = {
  async projectState({ id }, context) {
    const { db } = context.use(store);
    const row = await context.use(registers).of(project).get(context.principal, id);
    const checks = await context
      .use(registers)
      .of(check)
      .trusted.findMany(db, {
        filter: { field: 'project', is: 'equal', value: id },
        sort: '-checkedAt',
        limit: mostChecks,
      });
    const area = readGeometry(row.shape);
    return {
      id: row.id,
      number: row.number,
      name: row.name,
      builder: row.builder,
      category: row.category,
      status: row.status ?? 'open',
      squareMetres: row.squareMetres,
      shape: area === undefined ? null : toGeoJson(area),
      mayKeep: mayKeep(context, row),
      checks: checks.map((each) => {
        const { findings, squareMetres, conclusion } = showCheck(each);
        return {
          id: each.id,
          checkedAt: each.checkedAt,
          conclusion,
          source: each.source,
          squareMetres,
          occupied: findings
            .filter((finding) => finding.squareMetres > 0)
            .map((finding) => ({ title: finding.title, squareMetres: finding.squareMetres })),
        };
      }),
    };
  },
  async setShape({ id, ...asked }, context) {
    const { area, declared, mended, statedDifference } = await readAsked(context, asked);
    holdToArea(context, 'keep-projects', await countyOf(context, area));
    return context.use(store).transaction(async (work): Promise<CheckResult> => {
      const row = await lockOwn(context, work, id);
      const changed = await context
        .use(registers)
        .of(project)
        .trusted.update(work, context.principal.id, row, {
          shape: toGeoJson(area),
          squareMetres: centimetres(shapeArea(area)),
          place: placeOf(area),
          keeper: row.keeper ?? context.principal.id,
          status: 'open',
        });
      return checkProjectRow(context, work, context.principal.id, changed, 'project', {
        datum: wordsOf(declared),
        mended,
        statedDifference,
      });
    });
  },
  async checkProject({ id }, context) {
    return context.use(store).transaction(async (work) => {
      const row = await lockOwn(context, work, id);
      if (readGeometry(row.shape) === undefined) throw errors.noProjectShape();
      return checkProjectRow(context, work, context.principal.id, row, 'project');
    });
  },
  async closeProject({ id, reason }, context) {
    await context.use(store).transaction(async (work) => {
      const row = await lockOwn(context, work, id);
      await context
        .use(registers)
        .of(project)
        .trusted.update(work, context.principal.id, row, { status: 'closed' });
      context.use(access).audit(work, context.principal, {
        module: 'land-plan',
        event: 'update',
        objectType: 'land-plan.project',
        objectId: id,
        result: 'success',
        detail: { reason },
      });
    });
    return { done: true as const };
  },
};

/** Handlers of theme marts: which there are, how one stands with its tests and lineage, its rows, and its building. */
import { isMasked, type FieldClass, type Principal } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handlers, Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { columnWays, type MartColumn } from '../../../../../engines/lake/contract.ts';
import { lake } from '../../../../../engines/lake/service.ts';
import { findMart, type Mart, marts } from '../../data/marts.ts';
import { errors } from '../../errors.ts';
import type { Permission } from '../../permissions.ts';
import type { martRoutes } from '../../routes/mart-routes.ts';
import { departmentName } from '../describe.ts';
import { martPlanOf, statementOf } from './mart-plans.ts';

/** What of it he sees; undefined where it is not for him. A mart is one whole: whoever has an area alone does not see it. */
function reach(
  services: Services,
  principal: Principal,
  mart: Mart,
  act: Permission,
): FieldClass | undefined {
  const decision = services.use(access).decide(principal, `base-libraries:${act}`);
  if (!decision.permit) return undefined;
  const whole = decision.rows.some(
    (scope) =>
      scope.kind === 'all' ||
      (scope.kind === 'department' &&
        (scope.department === mart.owner || mart.readers.includes(scope.department))),
  );
  return whole ? decision.clearance : undefined;
}

function reachMart(
  context: Context,
  code: string,
  act: Permission,
): { readonly mart: Mart; readonly clearance: FieldClass } {
  const mart = findMart(code);
  if (mart === undefined || reach(context, context.principal, mart, 'read') === undefined)
    throw errors.noLibrary();
  const clearance = reach(context, context.principal, mart, act);
  if (clearance === undefined) throw commonErrors.forbidden();
  return { mart, clearance };
}

async function titlesOf(services: Services, columns: readonly MartColumn[]) {
  const ids = [...new Set(columns.flatMap((column) => column.origins.map((origin) => origin.dataset)))];
  const datasets = await services.use(lake).findDatasets(ids);
  return (origin: MartColumn['origins'][number]) => {
    const dataset = datasets.find((each) => each.id === origin.dataset);
    const field =
      dataset?.fields.find((each) => each.name === origin.field)?.title ??
      (origin.field === '*' ? '行数' : origin.field);
    return { dataset: origin.dataset, title: dataset?.title ?? '', field: origin.field, fieldTitle: field };
  };
}

async function showMart(context: Context, code: string) {
  const { mart, clearance } = reachMart(context, code, 'read');
  const basin = context.use(lake);
  const [state, about] = [await basin.mart(mart.dataset), await basin.findDataset(mart.dataset)];
  const [newest] = await basin.batches({ datasets: [mart.dataset], size: 1 });
  const title = await titlesOf(context, state?.columns ?? []);
  const may = (act: Permission) => reach(context, context.principal, mart, act) !== undefined;
  return {
    title: mart.title,
    summary: mart.summary,
    purpose: mart.purpose,
    ownerName: departmentName(context, mart.owner),
    dataset: mart.dataset,
    sql: await statementOf(mart),
    inputs: mart.inputs.map((input) => ({ name: input.name, title: input.title })),
    fields: mart.fields.map((field) => {
      const column = state?.columns.find((each) => each.field === field.name);
      return {
        name: field.name,
        title: field.title,
        type: field.type,
        key: field.key,
        class: field.class,
        masked: isMasked(field.class, clearance),
        how: column === undefined ? '—' : columnWays[column.how],
        origins: (column?.origins ?? []).map(title),
      };
    }),
    tests: (state?.results ?? []).map((result) => ({ ...result })),
    testedAt: state?.testedAt ?? null,
    rows: about?.file === null || about === undefined ? null : about.rows,
    refreshedAt: about?.refreshedAt ?? null,
    problem: newest?.state === 'failed' ? (newest.message ?? '') : null,
    building: newest?.state === 'running',
    mayInspect: may('inspect'),
    mayKeep: may('keep'),
  };
}

export const martHandlers: Handlers<typeof martRoutes> = {
  async marts(_, context) {
    const seen = marts.filter((mart) => reach(context, context.principal, mart, 'read') !== undefined);
    const basin = context.use(lake);
    const tables = await basin.findDatasets(seen.map((mart) => mart.dataset));
    const briefs = [];
    for (const mart of seen) {
      const table = tables.find((each) => each.id === mart.dataset);
      const state = await basin.mart(mart.dataset);
      briefs.push({
        code: mart.code,
        title: mart.title,
        summary: mart.summary,
        ownerName: departmentName(context, mart.owner),
        inputs: mart.inputs.map((input) => input.title),
        rows: table === undefined || table.file === null ? null : table.rows,
        tests: state?.results.length ?? 0,
        failed: state?.results.filter((result) => result.failed !== 0).length ?? 0,
        refreshedAt: table?.refreshedAt ?? null,
      });
    }
    return { marts: briefs };
  },
  mart: ({ code }, context) => showMart(context, code),
  async martRows({ code, page, size }, context) {
    const { mart, clearance } = reachMart(context, code, 'inspect');
    const found = await context.use(lake).rows({ dataset: mart.dataset, page, size, clearance });
    await context.use(access).auditAlone(context.principal, {
      module: 'base-libraries',
      event: 'query',
      objectType: 'mart',
      objectId: code,
      result: 'success',
      detail: { page, size },
    });
    return { rows: found.rows.map((row) => ({ ...row })), total: found.total };
  },
  async buildMart({ code }, context) {
    const { mart } = reachMart(context, code, 'keep');
    const job = await context.use(lake).startMart(await martPlanOf(context, mart), context.principal.id);
    await context.use(access).auditAlone(context.principal, {
      module: 'base-libraries',
      event: 'import',
      objectType: 'mart',
      objectId: code,
      result: 'success',
    });
    return { job };
  },
};

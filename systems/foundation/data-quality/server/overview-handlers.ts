/** 质量总览: what the caller may see of datasets, by department, by dimension and by catalogue entry. */
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { resource } from '../../data-catalogue/contract.ts';
import { dispute } from '../case/dispute.ts';
import type { overviewRoutes } from '../routes/overview-routes.ts';
import { weightsOf, type Rated } from './rate-datasets.ts';
import { rateDepartments } from './rate-departments.ts';
import { seenDatasets } from './reach.ts';
import { store } from '../../../../engines/store/service.ts';

const mostDisputes = 20_000;
const mostResources = 20_000;
const mount = 'dataset:';

function departmentName(context: Context, id: string): string {
  return context.use(access).findDepartment(id)?.name ?? id;
}

function showDataset(context: Context, { row, shares, score, rules, failing, checkedAt }: Rated) {
  return {
    id: row.id,
    name: row.name,
    department: row.department,
    departmentName: departmentName(context, row.department),
    score,
    kept: row.kept ?? 0,
    rules: rules.length,
    failing: failing.length,
    checkedAt,
    shares: { ...shares },
  };
}

/** Doubts that the caller may see, as far as they have not ended. */
function openDisputes(context: Context) {
  return context
    .use(registers)
    .of(dispute)
    .listEvery(context.principal, {
      filter: { field: 'status', is: 'unequal', value: 'closed' },
      most: mostDisputes,
    });
}

/** Entries are public; which of their datasets he sees has been decided. */
async function resourcesOf(context: Context, rated: readonly Rated[]) {
  const byTarget = new Map(rated.map((each) => [`${mount}${each.row.id}`, each]));
  const entries = await context
    .use(registers)
    .of(resource)
    .trusted.findEvery(context.use(store).db, {
      filter: {
        all: [
          { field: 'status', is: 'equal', value: 'published' },
          { field: 'target', is: 'starts-with', value: mount },
        ],
      },
      sort: 'code',
      most: mostResources,
    });
  return entries.flatMap((entry) => {
    const of = byTarget.get(entry.target ?? '');
    if (of === undefined) return [];
    const { id, code, name } = entry;
    return [{ id, code, name, dataset: of.row.id, datasetName: of.row.name, score: of.score }];
  });
}

export const overviewHandlers: Handlers<typeof overviewRoutes> = {
  async overview(_, context) {
    const disputes = await openDisputes(context);
    const departments = await rateDepartments(context, await seenDatasets(context), disputes);
    const rated = departments.flatMap((department) => department.rated);
    return {
      departments: departments.map(({ rated: _rated, ...department }) => ({
        ...department,
        name: departmentName(context, department.department),
      })),
      datasets: rated.map((each) => showDataset(context, each)),
      resources: await resourcesOf(context, rated),
      weights: { ...weightsOf(context) },
      disputes: disputes.length,
    };
  },
};

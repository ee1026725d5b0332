/** Handlers of the situation: composes what other systems and the lake record, as far as the caller may see it there. */
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { lake } from '../../../../../engines/lake/service.ts';
import type { Seen } from '../../../../../engines/registers/service.ts';
import { resource } from '../../../data-catalogue/contract.ts';
import { dataset, source } from '../../../data-collection/contract.ts';
import { agreement } from '../../../data-sharing/contract.ts';
import type { situationRoutes } from '../../routes/situation-routes.ts';
import { setting } from '../setting.ts';
import { momentsOf } from './days.ts';
import { mayRead, seenCount, seenRows } from './seen.ts';
import { freshnessOf, inflowOf } from './show-inflow.ts';
import { securityOf } from './show-security.ts';
import { usesOf } from './show-uses.ts';

type DatasetRow = Seen<typeof dataset>;
type Entry = Seen<typeof resource>;
type Contract = Seen<typeof agreement>;

const day = 86_400_000;
const mount = 'dataset:';
const mostBatches = 500;

async function storageOf(context: Context, datasets: readonly DatasetRow[], sources: number) {
  const seen = mayRead(context, 'data-collection.dataset');
  const basin = context.use(lake);
  const plans = mayRead(context, 'base-libraries.check') ? await basin.subjects() : [];
  const states = new Map(
    (await basin.findDatasets(plans.map((plan) => plan.dataset))).map((state) => [state.id, state]),
  );
  return {
    datasets: seen ? datasets.length : null,
    sources: mayRead(context, 'data-collection.source') ? sources : null,
    rows: seen ? datasets.reduce((sum, row) => sum + (row.rows ?? 0), 0) : null,
    layers: seen ? [...(await basin.stored())] : [],
    libraries: plans.map((plan) => ({
      id: plan.dataset,
      title: plan.title,
      rows: states.get(plan.dataset)?.rows ?? 0,
    })),
  };
}

/** Mounted catalogue entries whose data nobody has called for so long. */
async function unusedOf(context: Context, entries: readonly Entry[], contracts: readonly Contract[]) {
  if (!mayRead(context, 'data-sharing.agreement')) return [];
  const traffic = await context.use(lake).watch.traffic({
    contracts: contracts.map((row) => row.id),
    from: shanghaiDate(new Date(context.now.getTime() - setting(context, 'unused-days') * day)),
    to: shanghaiDate(context.now),
  });
  const called = new Set(traffic.filter(({ calls }) => calls > 0).map(({ contract }) => contract));
  const used = new Set(contracts.filter((row) => called.has(row.id)).map((row) => row.resource));
  return entries
    .filter((row) => row.mounted === true && (row.target ?? '').startsWith(mount) && !used.has(row.id))
    .map((row) => ({ id: row.id, name: row.name, department: row.provider }));
}

function namesOf(context: Context, departments: Iterable<string>): Record<string, string> {
  const guard = context.use(access);
  return Object.fromEntries(
    [...new Set(departments)].map((id) => {
      const known = guard.findDepartment(id);
      return [id, known?.shortName || known?.name || id];
    }),
  );
}

export const situationHandlers: Pick<Handlers<typeof situationRoutes>, 'situation' | 'batches'> = {
  async situation(days, context) {
    const span = momentsOf(days);
    const [datasets, sources, entries, contracts] = await Promise.all([
      seenRows(context, 'data-collection.dataset', dataset),
      seenRows(context, 'data-collection.source', source),
      seenRows(context, 'data-catalogue.resource', resource, { status: 'published' }),
      seenRows(context, 'data-sharing.agreement', agreement),
    ]);
    const [storage, inflow, uses, unused, security, openDatasets, projects] = await Promise.all([
      storageOf(context, datasets, sources.length),
      inflowOf(context, datasets, span),
      usesOf(context, contracts, days),
      unusedOf(context, entries, contracts),
      securityOf(context, days),
      seenCount(context, 'open-data.publication', { status: 'published' }),
      seenCount(context, 'data-operation.project', { status: 'active' }),
    ]);
    const catalogue = mayRead(context, 'data-catalogue.resource');
    return {
      names: {
        ...namesOf(context, [
          ...datasets.map((row) => row.department),
          ...entries.map((row) => row.provider),
          ...contracts.flatMap((row) => [row.consumer, row.provider]),
        ]),
        ...Object.fromEntries(sources.map((row) => [row.id, row.name])),
      },
      at: context.now.toISOString(),
      storage,
      sharing: {
        catalogue: catalogue ? entries.length : null,
        unmounted: catalogue ? entries.filter((row) => row.mounted !== true).length : null,
        contracts: mayRead(context, 'data-sharing.agreement')
          ? contracts.filter((row) => row.status === 'active' && row.until >= shanghaiDate(context.now))
              .length
          : null,
        openDatasets,
        projects,
        cells: uses.cells,
        unused,
      },
      inflow,
      fresh: datasets.map((row) => freshnessOf(context, row)),
      traffic: uses.traffic,
      security,
    };
  },
  async batches({ day: on, department }, context) {
    const rows = await seenRows(
      context,
      'data-collection.dataset',
      dataset,
      department === undefined ? {} : { department },
    );
    const known = new Map(rows.map((row) => [row.id, row]));
    const found = await context
      .use(lake)
      .batches({ datasets: [...known.keys()], ...momentsOf({ from: on, to: on }), size: mostBatches });
    return {
      batches: found
        .filter((batch) => batch.state !== 'running')
        .map((batch) => ({
          id: batch.id,
          dataset: batch.dataset,
          name: known.get(batch.dataset)?.name ?? '',
          department: known.get(batch.dataset)?.department ?? '',
          state: batch.state,
          received: batch.received,
          loaded: batch.loaded,
          rejected: batch.rejected,
          bytes: batch.bytes,
          startedAt: batch.startedAt,
          message: batch.message,
        })),
    };
  },
};

/** Handlers of quality: what the caller may see of datasets, by dimension; and one dataset from batch to batch. */
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { flow } from '../../../../engines/flow/service.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { dataset, isLate } from '../../data-collection/contract.ts';
import { store } from '../../../../engines/store/service.ts';
import type { routes } from '../routes.ts';
import { sharesOf } from './dimensions.ts';

const mostDatasets = 5000;
const shownBatches = 60;

/** Datasets belong to 数据归集, which gives the right to see them; without it there are none here, and no refusal either. */
function mayRead(context: Context): boolean {
  return context.use(registers).decide(context.principal, 'data-collection.dataset', 'read').permit;
}

async function seenDatasets(context: Context) {
  if (!mayRead(context)) return [];
  return context.use(registers).of(dataset).listEvery(context.principal, { most: mostDatasets });
}

export const handlers: Handlers<typeof routes> = {
  async overview(_, context) {
    const rows = await seenDatasets(context);
    const loaded = await context.use(lake).lastLoaded(rows.map((row) => row.id));
    const judged = new Map(loaded.map((batch) => [batch.dataset, batch.quality ?? []]));
    const share = context.use(store).settings.value('data-quality.timely-share');
    const datasets = rows.map((row) => {
      const standing = {
        timely: row.refreshedAt !== null && !isLate(row.schedule, row.refreshedAt, context.now, share),
        readable: (row.rows ?? 0) > 0,
      };
      return {
        id: row.id,
        name: row.name,
        department: row.department,
        departmentName: context.use(access).findDepartment(row.department)?.name ?? row.department,
        score: row.score,
        kept: row.kept ?? 0,
        shares: { ...sharesOf(judged.get(row.id) ?? [], standing) },
      };
    });
    return { datasets, disputes: await context.use(flow).countOpen('data-quality.dispute') };
  },
  async trend({ id }, context) {
    if (!mayRead(context)) throw commonErrors.missing();
    await context.use(registers).of(dataset).get(context.principal, id);
    const batches = await context.use(lake).batches({ datasets: [id], size: shownBatches });
    return {
      batches: batches
        .filter((batch) => batch.state === 'loaded' && batch.mode !== 'replay')
        .map((batch) => {
          const [received, rejected] = [batch.received ?? 0, batch.rejected ?? 0];
          return {
            id: batch.id,
            at: batch.startedAt,
            received,
            rejected,
            share: received === 0 ? null : 1 - rejected / received,
          };
        })
        .toReversed(),
    };
  },
};

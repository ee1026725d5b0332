/** 开放计划: what is due, what has been done, and the mark when something planned is published. */
import type { Context, Handler, Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { planItem } from '../../registers/plan-item.ts';
import { publication } from '../../registers/publication.ts';
import type { publicRoutes } from '../../routes/public-routes.ts';

const most = 5000;

/** Every line that waits for this entry is done by this publication. */
export async function completePlan(
  services: Services,
  work: Work,
  done: { readonly entry: string; readonly publication: string },
): Promise<void> {
  const { trusted } = services.use(registers).of(planItem);
  const waiting = [
    { field: 'resource', is: 'equal', value: done.entry },
    { field: 'doneOn', is: 'empty' },
  ] as const;
  for (const row of await trusted.findMany(work.db, { filter: { all: waiting }, limit: most }))
    await trusted.update(work, 'open-data', row, {
      publication: done.publication,
      doneOn: shanghaiDate(work.now),
    });
}

async function codesOf(context: Context, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { trusted } = context.use(registers).of(publication);
  const rows = ids.length === 0 ? [] : await trusted.findMany(context.use(store).db, { ids, limit: most });
  return new Map(rows.filter(({ status }) => status === 'published').map(({ id, code }) => [id, code]));
}

export const showPlan: Handler<typeof publicRoutes.plan> = async (input, context) => {
  const today = shanghaiDate(context.now);
  const year = input.year ?? Number(today.slice(0, 4));
  const { trusted } = context.use(registers).of(planItem);
  const all = await trusted.findMany(context.use(store).db, { sort: 'month', limit: most });
  const rows = all.filter((row) => row.year === year);
  const codes = await codesOf(
    context,
    rows.flatMap((row) => row.publication ?? []),
  );
  const names = context.use(registers).codeLists;
  const month = today.slice(0, 7);
  const due = rows.filter((row) => row.month <= month);
  const done = due.filter((row) => row.doneOn !== null).length;
  return {
    year,
    years: [...new Set([...all.map((row) => row.year), year])].toSorted((one, other) => other - one),
    items: rows.map((row) => ({
      id: row.id,
      name: row.name,
      department: context.use(access).findDepartment(row.department)?.name ?? row.department,
      month: row.month,
      openType: names.nameOf('data-catalogue open-types', row.openType ?? '') ?? '',
      doneOn: row.doneOn,
      late: row.doneOn === null && row.month < month,
      code: codes.get(row.publication ?? '') ?? null,
    })),
    due: due.length,
    done,
    total: rows.length,
    rate: due.length === 0 ? null : Math.round((done / due.length) * 1000) / 10,
  };
};

/** 存储中心: what came in by department and day, and each dataset against the rhythm that its source promised. */
import type { Context } from '../../../../../kernel/system.ts';
import { lake } from '../../../../../engines/lake/service.ts';
import type { Seen } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { type dataset, findSchedule, isLate } from '../../../data-collection/contract.ts';
import type { Freshness, InflowDay } from '../../routes/situation-routes.ts';
import { setting } from '../setting.ts';

type DatasetRow = Seen<typeof dataset>;

const minute = 60_000;

export async function inflowOf(
  context: Context,
  rows: readonly DatasetRow[],
  span: { readonly from: string; readonly to: string },
): Promise<InflowDay[]> {
  const departments = new Map(rows.map((row) => [row.id, row.department]));
  const days = await context.use(lake).inflow({ datasets: [...departments.keys()], ...span });
  const sums = new Map<string, InflowDay>();
  for (const { dataset: id, ...day } of days) {
    const department = departments.get(id) ?? '';
    const key = `${day.day} ${department}`;
    const before = sums.get(key);
    sums.set(key, {
      day: day.day,
      department,
      batches: day.batches + (before?.batches ?? 0),
      failed: day.failed + (before?.failed ?? 0),
      received: day.received + (before?.received ?? 0),
      loaded: day.loaded + (before?.loaded ?? 0),
      rejected: day.rejected + (before?.rejected ?? 0),
      bytes: day.bytes + (before?.bytes ?? 0),
    });
  }
  return [...sums.values()];
}

/** Late by the collection's own share of the period; silent beyond a longer one, or when nothing has ever come. */
function stateOf(context: Context, row: DatasetRow): Freshness['state'] {
  const promised = findSchedule(row.schedule)?.minutes ?? null;
  if (promised === null || row.stage !== 'active') return 'none';
  if (row.refreshedAt === null) return 'silent';
  const late = context.use(store).settings.value('data-collection.late-share');
  if (isLate(row.schedule, row.refreshedAt, context.now, setting(context, 'silent-share'))) return 'silent';
  return isLate(row.schedule, row.refreshedAt, context.now, late) ? 'late' : 'on-time';
}

function lateBy(row: DatasetRow, state: Freshness['state'], now: Date): number | null {
  const promised = findSchedule(row.schedule)?.minutes ?? null;
  if (promised === null || row.refreshedAt === null || state === 'on-time' || state === 'none') return null;
  return Math.floor((now.getTime() - Date.parse(row.refreshedAt)) / minute - promised);
}

export function freshnessOf(context: Context, row: DatasetRow): Freshness {
  const state = stateOf(context, row);
  return {
    id: row.id,
    name: row.name,
    department: row.department,
    source: row.source,
    schedule: findSchedule(row.schedule)?.name ?? row.schedule,
    state,
    refreshedAt: row.refreshedAt,
    lateBy: lateBy(row, state, context.now),
    rows: row.rows ?? 0,
    score: row.score,
  };
}

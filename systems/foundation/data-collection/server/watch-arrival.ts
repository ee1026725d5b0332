/** Alarms of arrival and of volume: data that has not come in time, and a batch that is far from the usual size. */
import type { Services } from '../../../../kernel/system.ts';
import { type BatchRow, lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../engines/store/service.ts';
import { isLate } from '../data/schedules.ts';
import { dataset } from '../registers/dataset.ts';
import type { DatasetRow } from './reach.ts';
import { setting } from './setting.ts';
import { tellKeepers } from './tell-keepers.ts';

const batchesLooked = 100;

/** A file that lies there as it was has not come again; a table that is as it was has been asked. */
export function hasArrived(row: DatasetRow, batch: BatchRow): boolean {
  if (batch.mode === 'replay') return false;
  if (batch.state === 'loaded') return true;
  const kind = (row.object as { readonly kind?: string } | null)?.kind;
  return batch.state === 'unchanged' && kind !== 'drop' && kind !== 'file';
}

/** Once when it has not come, and once more when it has (`tellArrived`). */
export async function tellLate(services: Services, rows: readonly DatasetRow[], by: string): Promise<void> {
  const share = setting(services, 'late-share');
  const now = services.use(store).clock.now();
  for (const row of rows) {
    const last = row.arrivedAt ?? row.refreshedAt;
    if (row.lateTold !== null || !isLate(row.schedule, last, now, share)) continue;
    await services.use(store).transaction(async (work) => {
      const { trusted } = services.use(registers).of(dataset);
      const locked = await trusted.lock(work, row.id);
      if (locked === undefined || locked.version !== row.version) return;
      await trusted.update(work, by, locked, { lateTold: work.now.toISOString() });
      await tellKeepers(work, services, row, {
        title: `“${row.name}”迟到了`,
        body: `已超过采集周期的${share}%没有新数据，请核对来源是否按时报送`,
        once: `late:${row.id}:${last ?? ''}`,
      });
    });
  }
}

export async function tellArrived(
  work: Work,
  services: Services,
  row: DatasetRow,
  batch: BatchRow,
): Promise<void> {
  if (row.lateTold === null || !hasArrived(row, batch)) return;
  await tellKeepers(work, services, row, {
    title: `“${row.name}”迟到的数据到了`,
    body: `本批入库${batch.loaded ?? 0}行`,
    once: `arrived:${row.id}:${batch.id}`,
  });
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const half = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[half - 1], sorted[half]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

/** Told, not refused: there are days of much and of little. */
export async function tellVolume(
  work: Work,
  services: Services,
  row: DatasetRow,
  batch: BatchRow,
): Promise<void> {
  if (batch.state !== 'loaded' || batch.mode === 'replay' || batch.received === null) return;
  const [most, factor] = [setting(services, 'volume-batches'), setting(services, 'volume-factor')];
  const before = await services
    .use(lake)
    .batches({ datasets: [row.id], before: batch.id, size: batchesLooked });
  const usual = before
    .filter((each) => each.state === 'loaded' && each.mode === batch.mode)
    .flatMap(({ received }) => (received === null ? [] : [received]))
    .slice(0, most);
  const median = medianOf(usual);
  if (usual.length < most || median === 0) return;
  if (batch.received <= median * factor && batch.received * factor >= median) return;
  await tellKeepers(work, services, row, {
    title: `“${row.name}”这一批的行数不寻常`,
    body: `收到${batch.received}行，最近${usual.length}批的中位数是${median}行；已照常入库，请核对来源`,
    once: `volume:${batch.id}`,
  });
}

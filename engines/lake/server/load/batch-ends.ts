/** How a batch ends that shows nothing: its failure in words without values, and the news of it. */
import { CityError } from '../../../../kernel/errors.ts';
import type { Store, Work } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import { DuckProblem } from '../duck/open-duck.ts';
import { type BatchEnd, endBatch } from './batch-rows.ts';
import type { LoadDeps } from './loading.ts';

export function failureOf(problem: unknown, report: LoadDeps['report'], batch: string): CityError {
  if (problem instanceof CityError) return problem;
  // A message of DuckDB or a driver may hold a value: only its kind is told.
  const kind = problem instanceof DuckProblem ? problem.message.split(':', 1)[0] : (problem as Error).name;
  report(new Error(`lake: ${kind ?? 'unknown'}`), `lake.load ${batch}`);
  return lakeErrors.broken();
}

/** How a batch ends that was stopped or could not be made: what was shown before stays. */
export function badEnd(
  problem: unknown,
  aborted: boolean,
  report: LoadDeps['report'],
  batch: string,
): BatchEnd {
  if (aborted) return { state: 'cancelled', message: '已取消，原有数据不受影响' };
  const failure = failureOf(problem, report, batch);
  return { state: 'failed', error: failure.code, message: failure.message };
}

export async function tellEnd(
  store: Store,
  of: { readonly dataset: string; readonly batch: string; readonly by: string },
  ended: BatchEnd,
  also?: (work: Work) => Promise<void>,
): Promise<void> {
  await store.transaction(async (work) => {
    await endBatch(work, of.batch, ended);
    await also?.(work);
    work.emit('lake.ended', of.by, {
      dataset: of.dataset,
      batch: of.batch,
      state: ended.state,
      error: ended.error ?? null,
    });
  });
}

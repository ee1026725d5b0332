/** Threads that compute on points, so that a match of a hundred thousand never holds up the server. */
import { availableParallelism } from 'node:os';
import { ThreadPool } from '../../store/index.ts';
import { privacyErrors } from '../errors.ts';
import type { PointTask } from './raise-points.ts';

/** Rejects with privacy.offCurve or privacy.busy. */
export type PointPool = ThreadPool<PointTask, Uint8Array>;

/** How many chunks run side by side: one processor is left to the server. */
export const poolWidth = Math.max(1, Math.min(8, availableParallelism() - 1));

export function openPointPool(report: (problem: unknown, where: string) => void): PointPool {
  return new ThreadPool({
    name: 'privacy.pool',
    module: new URL('./point-worker.ts', import.meta.url),
    memory: { maxOldGenerationSizeMb: 256 },
    threads: poolWidth,
    // Chunks of all matches together.
    waiting: 64,
    busy: privacyErrors.busy,
    report,
  });
}

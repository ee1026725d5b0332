/** One thread of the pool: a task comes in, its points go out. */
import { parentPort } from 'node:worker_threads';
import { type PointTask, runPointTask } from './raise-points.ts';

export interface PoolRequest {
  readonly id: number;
  readonly task: PointTask;
}
/** off-curve: what was given is no point. Anything else is the thread's own trouble. */
export type PoolReply =
  | { readonly id: number; readonly points: Uint8Array }
  | { readonly id: number; readonly problem: 'off-curve' | 'failed' };

parentPort?.on('message', ({ id, task }: PoolRequest) => {
  try {
    parentPort?.postMessage({ id, points: runPointTask(task) } satisfies PoolReply);
  } catch (problem) {
    const code = (problem as { code?: string }).code;
    const offCurve = code === 'ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY';
    parentPort?.postMessage({ id, problem: offCurve ? 'off-curve' : 'failed' } satisfies PoolReply);
  }
});

/** Worker thread: a task comes in, its points go out. */
import { privacyErrors } from '../errors.ts';
import { type PointTask, runPointTask } from './raise-points.ts';

export function run(task: PointTask): Uint8Array {
  try {
    return runPointTask(task);
  } catch (problem) {
    // What was given is no point; anything else is the thread's own trouble.
    const offCurve = (problem as { code?: string }).code === 'ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY';
    throw offCurve ? privacyErrors.offCurve() : privacyErrors.busy();
  }
}

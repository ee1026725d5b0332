/** A module for threads that does what a test asks of it. */
import { setTimeout as after } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';
import { commonErrors } from '../../../../../kernel/errors.ts';

export type OddTask =
  | { readonly act: 'which' }
  | { readonly act: 'wait'; readonly milliseconds: number }
  | { readonly act: 'refuse' | 'break' | 'end' | 'hang' }
  | { readonly act: 'bytes'; readonly size: number };

/** Number of the thread, so that a test sees who worked. */
export type OddResult = number | Uint8Array;

export async function run(task: OddTask): Promise<OddResult> {
  if (task.act === 'wait') await after(task.milliseconds);
  if (task.act === 'refuse')
    throw commonErrors.invalid({}, [{ path: 'rows.3.phone', message: '号码不完整' }]);
  if (task.act === 'break') throw new TypeError('broken');
  if (task.act === 'end') process.exit(1);
  if (task.act === 'hang') for (;;);
  return task.act === 'bytes' ? new Uint8Array(task.size) : threadId;
}

export function handOver(result: OddResult): readonly ArrayBuffer[] {
  return typeof result === 'number' ? [] : [result.buffer as ArrayBuffer];
}

/** Hydraulics in a worker thread, so that a large network never holds up the server. One thread for the process, let go when idle. */
import { ThreadPool } from '../../../../../engines/store/index.ts';
import { RefusedModel } from './epanet.ts';
import type { HydraulicReply, HydraulicResults, HydraulicTask } from './hydraulics-worker.ts';

/** Milliseconds for one task before its thread is given up: a day of the largest model takes one second. */
const timeout = { run: 15_000, locate: 30_000, calibrate: 60_000 };
/** A busy machine now and then has a thread that never answers, so a task gets a second one, and as many times as long. */
const patience = 4;

const pool = new ThreadPool<HydraulicTask, HydraulicReply>({
  name: 'lifeline.hydraulics',
  module: new URL('./hydraulics-worker.ts', import.meta.url),
  memory: { maxOldGenerationSizeMb: 512 },
  waiting: 20,
  tries: 2,
  timeout: ({ act }, tries) => timeout[act] * (tries === 1 ? 1 : patience),
});

/** Throws RefusedModel for a model that does not open or solve, city.unavailable when the queue is full or the thread fails. */
export async function hydraulics<T extends HydraulicTask>(task: T): Promise<HydraulicResults[T['act']]> {
  const reply = await pool.run(task);
  if ('refused' in reply) throw new RefusedModel(reply.refused.message, reply.refused.report);
  // The reply to a task is of its kind: the thread runs what it is given.
  return reply.result as HydraulicResults[T['act']];
}

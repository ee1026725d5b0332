/** Worker thread: loads the module it is told, and answers task after task with what its `run` gives. */
import { parentPort, workerData } from 'node:worker_threads';
import { CityError } from '../../../../kernel/errors.ts';

/** What a module that works in a thread exports. */
export interface TaskModule {
  /** One task after the other, each when the one before has ended. What it throws rejects the task and not the thread. */
  run(task: unknown): unknown;
  /** Memory of a result that is handed over instead of copied. */
  handOver?(result: unknown): readonly ArrayBuffer[];
}

/** Errors lose their class between threads, so a refusal travels by its parts. */
export type Reply =
  | { readonly result: unknown }
  | { readonly refused: Pick<CityError, 'code' | 'kind' | 'message' | 'problems'> }
  | { readonly problem: string };

function replyOf(problem: unknown): Reply {
  if (!(problem instanceof CityError))
    return { problem: problem instanceof Error ? problem.message : String(problem) };
  const { code, kind, message, problems } = problem;
  return { refused: { code, kind, message, problems } };
}

const module = (await import((workerData as { readonly module: string }).module)) as TaskModule;

async function answer(task: unknown): Promise<void> {
  try {
    const result = await module.run(task);
    parentPort?.postMessage({ result } satisfies Reply, [...(module.handOver?.(result) ?? [])]);
  } catch (problem) {
    parentPort?.postMessage(replyOf(problem));
  }
}

let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (task: unknown) => {
  last = last.then(() => answer(task));
});

/** Worker thread: one task of hydraulics in, its result or the toolkit's refusal out. */
import { parentPort } from 'node:worker_threads';
import { type Calibrated, calibrateModel, type CalibrateModel } from './calibrate-model.ts';
import { RefusedModel } from './epanet.ts';
import { type Located, locateLeak, type LocateLeak } from './locate-leak.ts';
import { type HoursRun, runHours, type RunHours } from './run-hours.ts';

export type HydraulicTask =
  | ({ readonly act: 'run' } & RunHours)
  | ({ readonly act: 'locate' } & LocateLeak)
  | ({ readonly act: 'calibrate' } & CalibrateModel);

/** What a task of each kind gives. */
export interface HydraulicResults {
  readonly run: HoursRun;
  readonly locate: Located;
  readonly calibrate: Calibrated;
}

export interface HydraulicRequest {
  readonly id: number;
  readonly task: HydraulicTask;
}

export type HydraulicReply =
  | { readonly id: number; readonly result: HydraulicResults[keyof HydraulicResults] }
  | { readonly id: number; readonly refused: { readonly message: string; readonly report: string } }
  | { readonly id: number; readonly problem: string };

function perform(task: HydraulicTask): Promise<HydraulicResults[keyof HydraulicResults]> {
  if (task.act === 'run') return runHours(task);
  return task.act === 'locate' ? locateLeak(task) : calibrateModel(task);
}

async function answer({ id, task }: HydraulicRequest): Promise<HydraulicReply> {
  try {
    return { id, result: await perform(task) };
  } catch (problem) {
    if (problem instanceof RefusedModel)
      return { id, refused: { message: problem.message, report: problem.report } };
    return { id, problem: problem instanceof Error ? problem.message : 'unknown' };
  }
}

// One after the other: the toolkit's file system holds one model.
let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (request: HydraulicRequest) => {
  last = last.then(async () => parentPort?.postMessage(await answer(request)));
});

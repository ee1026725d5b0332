/** Worker thread: one task of hydraulics in, its result or the toolkit's refusal out. */
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

export type HydraulicReply =
  | { readonly result: HydraulicResults[keyof HydraulicResults] }
  | { readonly refused: { readonly message: string; readonly report: string } };

function perform(task: HydraulicTask): Promise<HydraulicResults[keyof HydraulicResults]> {
  if (task.act === 'run') return runHours(task);
  return task.act === 'locate' ? locateLeak(task) : calibrateModel(task);
}

/** The toolkit's file system holds one model, so that tasks must run one after the other, as a thread runs them. */
export async function run(task: HydraulicTask): Promise<HydraulicReply> {
  try {
    return { result: await perform(task) };
  } catch (problem) {
    if (!(problem instanceof RefusedModel)) throw problem;
    return { refused: { message: problem.message, report: problem.report } };
  }
}

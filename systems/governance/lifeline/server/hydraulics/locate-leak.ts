/** From readings to ranked pipes: the straight line over all of them first, then the model itself for the likeliest. */
import {
  type Candidate,
  fitLoss,
  rankPipes,
  type RankedPipe,
  type Residual,
  weigh,
} from '../../water/rank-pipes.ts';
import { type HoursRun, runHours } from './run-hours.ts';
import { type Sensed, sensePipe, type SenseLeaks, senseLeaks } from './sense-leaks.ts';

export interface PipePlace {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Metres. */
  readonly length: number;
}

export interface LocateLeak extends SenseLeaks {
  /** What was read, in the order of hours and in each of sensors: m, L/s; null where nothing counts. */
  readonly readings: readonly (number | null)[];
  /** Standard deviation of each sensor, in its unit. */
  readonly sigmas: readonly number[];
  readonly pipes: readonly PipePlace[];
  /** How many of the likeliest are run in the model itself. */
  readonly refined: number;
}

export interface Located {
  readonly ranked: readonly RankedPipe[];
  /** What is left to explain without any leak: χ² and how many readings it is of. */
  readonly misfit: number;
  readonly readings: number;
}

/** Half through each end, unless one of them holds its head and so gives the water itself. */
function sensitivityOf(pipe: PipePlace, sensed: Sensed, at: ReadonlyMap<string, number>): readonly number[] {
  const ends = [pipe.from, pipe.to].map((id) => sensed.sensitivity[at.get(id) ?? -1] ?? []);
  return sensed.base.map((_, k) => ends.reduce((sum, end) => sum + (end[k] ?? 0) / 2, 0));
}

export function candidatesOf(pipes: readonly PipePlace[], sensed: Sensed): readonly Candidate[] {
  const at = new Map(sensed.nodes.map((id, index) => [id, index]));
  return pipes.map((pipe) => ({
    pipe: pipe.id,
    prior: pipe.length,
    sensitivity: sensitivityOf(pipe, sensed, at),
  }));
}

/** Keeps what was read; what was not is left out of residuals and sensitivities alike. */
function pick<T>(values: readonly T[], kept: readonly number[]): readonly T[] {
  return kept.map((k) => values[k] as T);
}

/** `known` spares the runs where many leaks are looked for in one hour. */
export async function locateLeak(
  task: LocateLeak,
  known?: { readonly run: HoursRun; readonly sensed: Sensed },
): Promise<Located> {
  const run = known?.run ?? (await runHours({ inp: task.inp, hours: Math.max(...task.at) + 1 }));
  const sensed = known?.sensed ?? (await senseLeaks(task, run));
  const kept = task.readings.flatMap((value, k) => (value === null ? [] : [k]));
  const residuals: readonly Residual[] = kept.map((k) => ({
    value: (task.readings[k] ?? 0) - (sensed.base[k] ?? 0),
    sigma: task.sigmas[k % task.sigmas.length] ?? 1,
  }));
  const candidates = candidatesOf(task.pipes, sensed).map((each) => ({
    ...each,
    sensitivity: pick(each.sensitivity, kept),
  }));
  const first = rankPipes(residuals, candidates);
  const misfit = residuals.reduce((sum, { value, sigma }) => sum + (value / sigma) ** 2, 0);
  const better = new Map<string, { loss: number; misfit: number }>();
  for (const { pipe, loss } of first.slice(0, task.refined)) {
    let fitted = { loss, misfit: Number.POSITIVE_INFINITY };
    // Twice: the first time the loss itself is only that of the straight line.
    for (let turn = 0; turn < 2 && fitted.loss > 0; turn += 1) {
      const felt = await sensePipe(task, run, pipe, fitted.loss);
      if (felt === undefined) break;
      fitted = fitLoss(residuals, pick(felt, kept));
      better.set(pipe, fitted);
    }
  }
  const priors = new Map(candidates.map(({ pipe, prior }) => [pipe, prior]));
  const fitted = first.map((each) => ({
    ...each,
    ...better.get(each.pipe),
    prior: priors.get(each.pipe) ?? 0,
  }));
  const probabilities = weigh(fitted);
  return {
    ranked: fitted
      .map(({ pipe, loss, misfit: left }, index) => ({
        pipe,
        loss,
        misfit: left,
        probability: probabilities[index] ?? 0,
      }))
      .toSorted((a, b) => b.probability - a.probability),
    misfit,
    readings: residuals.length,
  };
}

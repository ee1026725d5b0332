/** Fits the demand of all and the roughness of groups of pipes to a day of readings, and says how well sensors that were left out are met. */
import { fitFactors } from '../../water/fit-factors.ts';
import { type HoursRun, hour, runHours } from './run-hours.ts';
import type { SensorPlace } from './sense-leaks.ts';

export interface CalibrateModel {
  readonly inp: string;
  /** Hours of the model's run, from 0. */
  readonly at: readonly number[];
  readonly sensors: readonly SensorPlace[];
  /** In the order of hours and in each of sensors: m, L/s; null where nothing counts. */
  readonly readings: readonly (number | null)[];
  readonly sigmas: readonly number[];
  /** Sensors that are not fitted to, by their place in `sensors`: what they say is the proof. */
  readonly heldOut: readonly number[];
  /** Pipe ids that share one factor. */
  readonly groups: readonly (readonly string[])[];
  readonly spread: number;
  readonly steps: number;
}

export interface SensorFit {
  /** Root of the mean square of reading less model: m, L/s; null without a reading. */
  readonly before: number | null;
  readonly after: number | null;
}

export interface Calibrated {
  readonly demand: number;
  readonly roughness: readonly number[];
  /** Relative standard deviation of the demand, then of each group. */
  readonly spreads: readonly number[];
  /** In the order of `sensors`. */
  readonly sensors: readonly SensorFit[];
}

function readingsOf(task: CalibrateModel, run: HoursRun): readonly number[] {
  const states = new Map(run.states.map((state) => [state.at, state]));
  return task.at.flatMap((at) => {
    const state = states.get(at * hour);
    return task.sensors.map(({ kind, of }) => {
      const value =
        kind === 'pressure' ? state?.pressures[run.nodes.indexOf(of)] : state?.flows[run.links.indexOf(of)];
      return value ?? 0;
    });
  });
}

function rootMeanSquare(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
}

export async function calibrateModel(task: CalibrateModel): Promise<Calibrated> {
  const many = task.sensors.length;
  const held = new Set(task.heldOut);
  const used = task.readings.flatMap((value, k) => (value === null || held.has(k % many) ? [] : [k]));
  async function read(factors: readonly number[]): Promise<readonly number[]> {
    const [demand = 1, ...rest] = factors;
    const roughness = task.groups.flatMap((pipes, group) =>
      pipes.map((id) => [id, rest[group] ?? 1] as const),
    );
    const hours = Math.max(...task.at) + 1;
    return readingsOf(task, await runHours({ inp: task.inp, hours, factors: { demand, roughness } }));
  }
  const { factors, spreads } = await fitFactors({
    model: async (logs) => {
      const all = await read(logs.map(Math.exp));
      return used.map((k) => all[k] ?? 0);
    },
    factors: 1 + task.groups.length,
    observed: used.map((k) => task.readings[k] ?? 0),
    sigmas: used.map((k) => task.sigmas[k % many] ?? 1),
    spread: task.spread,
    steps: task.steps,
  });
  const [before, after] = [await read(factors.map(() => 1)), await read(factors)];
  const errorOf = (sensor: number, model: readonly number[]) =>
    rootMeanSquare(
      task.readings.flatMap((value, k) =>
        value === null || k % many !== sensor ? [] : [value - (model[k] ?? 0)],
      ),
    );
  const [demand = 1, ...roughness] = factors;
  return {
    demand,
    roughness,
    spreads,
    sensors: task.sensors.map((_, sensor) => ({
      before: errorOf(sensor, before),
      after: errorOf(sensor, after),
    })),
  };
}
